/// The way in which requests that come to a gateway spread over the endpoints behind it.
///
/// A gateway that passes TLS through by SNI chooses an endpoint for each connection, not for each request.
public struct GatewaySpread: Hashable, Sendable {
    /// The part of each healthy endpoint when all requests share one connection, as those of an HTTP/2 client with one
    /// worker thread do; which endpoint it is changes with every connection.
    public let oneConnection: [Double]
    /// The part of each when there are many connections.
    public let manyConnections: [Double]

    init?(_ weights: [Double]) {
        let used = weights.filter { $0 > 0 }
        guard used.count > 1 else { return nil }
        oneConnection = used.indices.map { $0 == 0 ? 1 : 0 }
        let total = used.reduce(0, +)
        manyConnections = used.map { $0 / total }
    }
}

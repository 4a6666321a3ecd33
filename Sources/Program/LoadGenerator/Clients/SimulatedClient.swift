public import EnvoyMessages

/// One stream of a simulated Envoy: subscribes, acknowledges, and says what came; pure, without sockets or clock.
///
/// It does not warm clusters, and applies an assignment at once.
public protocol SimulatedClient: Sendable {
    /// The field number of the node in its requests.
    var nodeField: UInt8 { get }

    /// The first request of a stream, without the node; what was accepted on an earlier stream counts.
    ///
    /// - Throws: `MessageError` if it cannot be packed.
    mutating func subscribe() throws(MessageError) -> [UInt8]

    /// Takes a response.
    ///
    /// - Throws: `MessageError` if the bytes are no response at all; Envoy then resets the stream (XP-E14).
    mutating func receive(_ message: [UInt8]) throws(MessageError) -> ClientReaction
}

extension ClientProtocol {
    /// A client that speaks this protocol.
    public func client(names: [String]) -> any SimulatedClient {
        isDelta ? DeltaClient(names: names) : SotwClient(names: names)
    }
}

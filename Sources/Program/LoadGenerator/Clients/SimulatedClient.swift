public import EnvoyMessages

/// One stream of a simulated Envoy: subscribes, acknowledges, and reports receipts; without sockets or clock.
///
/// It does not warm clusters, and applies an assignment at once.
public protocol SimulatedClient: Sendable {
    /// The field number of the node in its requests.
    var nodeField: UInt8 { get }

    /// Returns the first request of a stream, without the node; it includes what was accepted on an earlier stream.
    ///
    /// - Throws: `MessageError` if it cannot be packed.
    mutating func subscribe() throws(MessageError) -> [UInt8]

    /// Processes a response.
    ///
    /// - Throws: `MessageError` if the bytes are not a response; Envoy then resets the stream (XP-E14).
    mutating func receive(_ message: [UInt8]) throws(MessageError) -> ClientReaction
}

extension ClientProtocol {
    /// Returns a client for this protocol.
    public func client(names: [String]) -> any SimulatedClient {
        isDelta ? DeltaClient(names: names) : SotwClient(names: names)
    }
}

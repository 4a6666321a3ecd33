public import EnvoyMessages

/// A client of the state-of-the-world variant.
public struct SotwClient: SimulatedClient {
    private let names: [String]
    private let wanted: Set<String>
    private var version = ""
    private var held: [String: UInt64] = [:]

    /// Makes a client that subscribes to names.
    public init(names: [String]) {
        self.names = names
        wanted = Set(names)
    }

    /// The field number 2, as in a DiscoveryRequest.
    public var nodeField: UInt8 { 2 }

    /// Subscribes to all names, with the last version accepted on an earlier stream (XP-E12).
    public mutating func subscribe() throws(MessageError) -> [UInt8] {
        try request(nonce: "", error: nil)
    }

    /// Processes a response; names without a subscription are ignored and acknowledged (XP-E40).
    public mutating func receive(_ message: [UInt8]) throws(MessageError) -> ClientReaction {
        let response = try DiscoveryResponseMessage(decoding: message)
        var reaction = ClientReaction()
        guard response.typeURL == TypeURL.clusterLoadAssignment else { return reaction }
        var received: [ReceivedAssignment] = []
        do throws(MessageError) {
            for resource in response.resources { received.append(try AssignmentReading.read(resource)) }
            guard Set(received.map(\.name)).count == received.count else {
                throw MessageError(code: .malformed, message: "expected each name once")
            }
        } catch {
            reaction.rejection = error.message
            let status = RPCStatus(code: 13, message: error.message)
            reaction.reply = try request(nonce: response.nonce, error: status)
            return reaction
        }
        for var assignment in received where wanted.contains(assignment.name) {
            let before = held.updateValue(assignment.content, forKey: assignment.name)
            if let before { assignment.novelty = before == assignment.content ? .repeated : .changed }
            reaction.assignments.append(assignment)
        }
        version = response.versionInfo
        reaction.reply = try request(nonce: response.nonce, error: nil)
        return reaction
    }

    /// Returns a request, which repeats all names and the last accepted version (XP-S5, XP-S19).
    private func request(nonce: String, error: RPCStatus?) throws(MessageError) -> [UInt8] {
        try DiscoveryRequestMessage(
            versionInfo: version,
            resourceNames: names,
            typeURL: TypeURL.clusterLoadAssignment,
            responseNonce: nonce,
            errorDetail: error
        ).encoded()
    }
}

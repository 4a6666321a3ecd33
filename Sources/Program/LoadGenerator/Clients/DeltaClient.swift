public import EnvoyMessages

/// A client of the incremental variant.
public struct DeltaClient: SimulatedClient {
    private let names: [String]
    private let wanted: Set<String>
    private var held: [String: UInt64] = [:]
    private var versions: [String: String] = [:]

    /// Makes a client that subscribes to names.
    public init(names: [String]) {
        self.names = names
        wanted = Set(names)
    }

    /// The field number 1, as in a DeltaDiscoveryRequest.
    public var nodeField: UInt8 { 1 }

    /// Subscribes to all names, with the versions of those from an earlier stream (XP-E41).
    public mutating func subscribe() throws(MessageError) -> [UInt8] {
        try DeltaDiscoveryRequestMessage(
            typeURL: TypeURL.clusterLoadAssignment,
            resourceNamesSubscribe: names,
            initialResourceVersions: versions
        ).encoded()
    }

    /// Processes a response; the acknowledgement is type and nonce only (XP-E41).
    public mutating func receive(_ message: [UInt8]) throws(MessageError) -> ClientReaction {
        let response = try DeltaDiscoveryResponseMessage(decoding: message)
        var reaction = ClientReaction()
        guard response.typeURL == TypeURL.clusterLoadAssignment else { return reaction }
        do throws(MessageError) {
            try Self.check(response)
            for resource in response.resources { try accept(resource, &reaction) }
        } catch {
            reaction = ClientReaction()
            reaction.rejection = error.message
            reaction.reply = try reply(response.nonce, RPCStatus(code: 13, message: error.message))
            return reaction
        }
        // Envoy keeps the hosts of a removed assignment (XP-E40), so the client keeps the content for comparison.
        reaction.removed = response.removedResources.filter(wanted.contains)
        reaction.reply = try reply(response.nonce, nil)
        return reaction
    }

    /// Envoy rejects names that appear twice (XP-E46).
    private static func check(_ response: DeltaDiscoveryResponseMessage) throws(MessageError) {
        let all = response.resources.map(\.name) + response.removedResources
        guard Set(all).count == all.count else {
            throw MessageError(code: .malformed, message: "expected each name once")
        }
    }

    private mutating func accept(
        _ resource: DeltaDiscoveryResponseMessage.Resource,
        _ reaction: inout ClientReaction
    ) throws(MessageError) {
        // A heartbeat has no body.
        guard let body = resource.resource, wanted.contains(resource.name) else { return }
        var assignment = try AssignmentReading.read(body)
        guard assignment.name == resource.name else {
            throw MessageError(code: .malformed, message: "expected cluster \(resource.name), found \(assignment.name)")
        }
        versions[resource.name] = resource.version
        let before = held.updateValue(assignment.content, forKey: assignment.name)
        if let before { assignment.novelty = before == assignment.content ? .repeated : .changed }
        reaction.assignments.append(assignment)
    }

    private func reply(_ nonce: String, _ error: RPCStatus?) throws(MessageError) -> [UInt8] {
        try DeltaDiscoveryRequestMessage(
            typeURL: TypeURL.clusterLoadAssignment,
            responseNonce: nonce,
            errorDetail: error
        ).encoded()
    }
}

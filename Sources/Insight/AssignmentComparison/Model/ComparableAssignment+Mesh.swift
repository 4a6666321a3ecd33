public import EndpointTranslation
internal import EnvoyMessages
public import MeshModel
internal import TextFormats

extension ComparableAssignment {
    /// Makes an assignment from a translation, with the networks that only the mesh knows.
    ///
    /// - Parameters:
    ///   - encoded: the bytes that are sent.
    ///   - assignment: the assignment before encoding.
    ///   - snapshot: the mesh.
    /// - Throws: ``DumpError`` if the bytes are not an assignment.
    public init(
        _ encoded: EncodedAssignment,
        of assignment: Assignment,
        in snapshot: MeshSnapshot
    ) throws(DumpError) {
        let message: JSONValue
        do throws(MessageError) {
            message = try MessageJSON().value(of: .clusterLoadAssignment, encoded.bytes)
        } catch {
            throw DumpError(.type, error.message, path: encoded.name)
        }
        let read = try LoadAssignmentReader.read(message)
        let shards = assignment.endpointService.flatMap { snapshot.shards[$0] } ?? []
        let targets = assignment.groups.flatMap(\.hosts).map(\.target)
        guard targets.count == read.hostCount else {
            self = read
            return
        }
        // Groups of one locality may have been merged, so their order is compared, not their number.
        let groups = assignment.groups.map { group in
            (place: "\(group.priority) \(group.locality)", targets: group.hosts.map(\.target))
        }
        let byPlace = Dictionary(grouping: groups, by: \.place).mapValues { $0.flatMap(\.targets) }
        self.init(
            name: encoded.name,
            groups: read.groups.map { group in
                var group = group
                let targets = byPlace["\(group.priority) \(group.locality)"] ?? []
                for index in group.hosts.indices where index < targets.count {
                    let (network, isGateway) = Self.network(of: targets[index], shards)
                    group.hosts[index].network = network.name
                    group.hosts[index].isGateway = isGateway
                }
                return group
            },
            policy: read.policy
        )
    }

    private static func network(
        of target: Assignment.Target,
        _ shards: [EndpointShard]
    ) -> (NetworkID, isGateway: Bool) {
        switch target {
        case .gateway(let gateway): return (gateway.network, true)
        case .endpoint(let position, _):
            guard shards.indices.contains(position.shard),
                shards[position.shard].endpoints.indices.contains(position.index)
            else { return (.none, false) }
            return (shards[position.shard].endpoints[position.index].network, false)
        }
    }
}

extension MeshSnapshot {
    /// Returns the networks of all endpoints and gateways by `address:port`, without addresses that several networks
    /// have.
    public func networksByAddress() -> [String: String] {
        var networks: [String: String] = [:]
        var ambiguous: Set<String> = []
        let note = { (address: String, network: NetworkID) in
            let before = networks.updateValue(network.name, forKey: address)
            if let before, before != network.name { ambiguous.insert(address) }
        }
        for gateway in gateways.gateways {
            note(HostAddressReader.text(gateway.address, String(gateway.port)), gateway.network)
        }
        for shards in shards.values {
            for endpoint in shards.flatMap(\.endpoints) {
                note(HostAddressReader.text(endpoint.address, String(endpoint.port)), endpoint.network)
            }
        }
        for address in ambiguous { networks[address] = nil }
        return networks
    }
}

extension ComparableAssignment {
    /// Decodes a packed ClusterLoadAssignment, as a server sends it.
    ///
    /// - Throws: ``DumpError`` if the bytes are not an assignment.
    public init(decoding bytes: [UInt8]) throws(DumpError) {
        let message: JSONValue
        do throws(MessageError) {
            message = try MessageJSON().value(of: .clusterLoadAssignment, bytes)
        } catch {
            throw DumpError(.type, error.message)
        }
        self = try LoadAssignmentReader.read(message)
    }
}

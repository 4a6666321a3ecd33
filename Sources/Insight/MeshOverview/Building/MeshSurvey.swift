internal import EndpointTranslation
internal import MeshModel

/// All endpoints of a mesh, grouped into kinds that every client reaches in the same way.
struct MeshSurvey {
    /// The properties of an endpoint that decisions about networks read.
    struct Kind: Hashable {
        let network: NetworkID
        let cluster: ClusterID
        let isMutual: Bool
        let isHealthy: Bool
        let hasAddress: Bool
        let hasPort: Bool
        let isMachine: Bool
        let takesTunnels: Bool
    }

    /// The endpoints of one kind.
    struct Tally {
        var endpoints = 0
        /// The first of them by place in the input, to show where they come from.
        var example: Endpoint
    }

    /// One way in which endpoints were assigned to a network.
    struct Placement: Hashable {
        let network: NetworkID
        let rule: InferenceRule
    }

    let snapshot: MeshSnapshot
    let reach: NetworkReach
    private(set) var kinds: [Kind: Tally] = [:]
    private(set) var placements: [Placement: (endpoints: Int, example: ObjectReference?)] = [:]
    private(set) var services: [NetworkID: Int] = [:]
    /// The number of endpoints that each place of MeshNetworks assigned to its network.
    private(set) var placedBy: [ObjectReference: Int] = [:]

    init(_ snapshot: MeshSnapshot) {
        self.snapshot = snapshot
        reach = NetworkReach(snapshot)
        for (key, shards) in snapshot.shards { count(key, shards) }
    }

    private mutating func count(_ key: MeshSnapshot.ServiceKey, _ shards: [EndpointShard]) {
        var networks: Set<NetworkID> = []
        var checks: [String: (Endpoint) -> Bool] = [:]
        for endpoint in shards.lazy.flatMap(\.endpoints) {
            networks.insert(endpoint.network)
            let check = checks[endpoint.portName] ?? mutualTLS(key, portName: endpoint.portName)
            checks[endpoint.portName] = check
            let kind = Kind(
                network: endpoint.network,
                cluster: endpoint.cluster,
                isMutual: check(endpoint),
                isHealthy: NetworkReach.isHealthy(endpoint),
                hasAddress: !endpoint.address.isEmpty,
                hasPort: endpoint.port != 0,
                isMachine: Self.isMachine(endpoint),
                takesTunnels: endpoint.acceptsHBONE
            )
            kinds[kind, default: Tally(example: endpoint)].endpoints += 1
            if let first = kinds[kind]?.example, Self.isBefore(endpoint.source, first.source) {
                kinds[kind]?.example = endpoint
            }
            let provenance = endpoint.networkProvenance
            let placement = Placement(network: endpoint.network, rule: provenance.rule)
            var known = placements[placement] ?? (0, provenance.object)
            known.endpoints += 1
            if let object = provenance.object, known.example.map({ Self.isBefore(object, $0) }) ?? true {
                known.example = object
            }
            placements[placement] = known
            if let object = provenance.object, object.kind == "MeshNetworks" { placedBy[object, default: 0] += 1 }
        }
        for network in networks { services[network, default: 0] += 1 }
    }

    private func mutualTLS(_ key: MeshSnapshot.ServiceKey, portName: String) -> (Endpoint) -> Bool {
        guard let service = snapshot.services.services(named: key.hostname).first(where: { $0.key == key }),
            let port = service.ports.first(where: { $0.name == portName })
        else { return { $0.tlsMode == "istio" } }
        return reach.mutualTLS(service, port: port.number)
    }

    /// Returns a Boolean value that indicates whether the endpoint comes from configuration and not from a pod of a
    /// cluster.
    static func isMachine(_ endpoint: Endpoint) -> Bool {
        endpoint.source.kind == "WorkloadEntry" || endpoint.source.kind == "ServiceEntry"
    }

    /// Orders by place in the input.
    static func isBefore(_ left: ObjectReference, _ right: ObjectReference) -> Bool {
        (left.location.file, left.location.line, left.location.column, left.name)
            < (right.location.file, right.location.line, right.location.column, right.name)
    }

    /// The kinds in a fixed order.
    var sortedKinds: [(kind: Kind, tally: Tally)] {
        kinds.map { ($0.key, $0.value) }.sorted { left, right in
            let (a, b) = (left.kind, right.kind)
            if a.network != b.network { return a.network < b.network }
            if a.cluster != b.cluster { return a.cluster < b.cluster }
            return a.flags < b.flags
        }
    }

    /// Returns the decision about a client and the endpoints of a kind.
    func decision(_ kind: Kind, _ tally: Tally, from client: Proxy) -> NetworkDecision {
        reach.decision(for: tally.example, isMutual: kind.isMutual, from: client)
    }
}

extension MeshSurvey.Kind {
    fileprivate var flags: Int {
        [isMutual, isHealthy, hasAddress, hasPort, isMachine, takesTunnels].reduce(0) { $0 * 2 + ($1 ? 1 : 0) }
    }
}

internal import MeshModel
internal import MeshSources

/// What says something about the networks of one cluster's endpoints: its system namespace and MeshNetworks (R9, R15).
struct ClusterNetworks: Equatable {
    /// A network that claims the cluster by `fromRegistry`.
    struct Claim: Equatable {
        let network: MeshNetworks.Network
        let reference: ObjectReference
    }

    private struct Range: Equatable {
        let prefix: AddressPrefix
        let inferred: InferredNetwork
    }

    /// The network that the system namespace's label gives; nil without one.
    let systemNamespace: InferredNetwork?
    /// The networks that claim the cluster, ascending by name (R12).
    let claims: [Claim]
    private let ranges: [Range]
    private let semantics: TranslationSemantics

    init(
        cluster: ClusterObjects,
        systemNamespace: String,
        meshNetworks: MeshNetworks,
        semantics: TranslationSemantics
    ) {
        self.semantics = semantics
        let namespace = cluster.namespaces.first { $0.metadata.name == systemNamespace }
        self.systemNamespace = namespace.flatMap { namespace in
            namespace.metadata.labels.nonEmpty(LabelKey.network).map {
                InferredNetwork(
                    network: NetworkID($0),
                    provenance: Provenance(rule: .systemNamespaceLabel, object: namespace.metadata.reference)
                )
            }
        }
        var claims: [Claim] = []
        var ranges: [Range] = []
        for network in meshNetworks.networks {
            for placed in network.endpoints {
                switch placed.rule {
                case .fromRegistry(let id):
                    if id == cluster.id, claims.last?.network.id != network.id {
                        claims.append(Claim(network: network, reference: placed.reference))
                    }
                case .fromCIDR(let prefix?):
                    let provenance = Provenance(rule: .fromCIDR, object: placed.reference)
                    let inferred = InferredNetwork(network: network.id, provenance: provenance)
                    ranges.append(Range(prefix: prefix, inferred: inferred))
                case .fromCIDR(nil):
                    // A bare address passes the reference's validation and then has no effect (R10).
                    break
                }
            }
        }
        self.claims = claims
        self.ranges = ranges
    }

    /// The network of a pod or of an address without one (R15, R16).
    ///
    /// - Parameters:
    ///   - labels: the pod's labels; empty without one.
    ///   - object: the pod.
    ///   - addresses: tried in order until one says something.
    func network(labels: Labels, object: ObjectReference?, addresses: [String]) -> InferredNetwork {
        if let own = Self.ownLabel(labels, object) { return own }
        switch semantics.networkPrecedence {
        case .mostSpecific: return range(addresses) ?? claim ?? systemNamespace ?? .none
        case .registryFirst: return systemNamespace ?? claim ?? range(addresses) ?? .none
        }
    }

    /// The network of a WorkloadEntry or ServiceEntry endpoint.
    ///
    /// The reference reads the field only (R20). In the standard rules the label and an address range count as well;
    /// a claim on the cluster and its namespace label do not, since a machine is not in the cluster that lists it.
    func network(
        entry: WorkloadEntrySpec,
        labels: Labels,
        object: ObjectReference
    ) -> InferredNetwork {
        if !entry.network.isEmpty {
            let provenance = Provenance(rule: .entryNetwork, object: object)
            return InferredNetwork(network: NetworkID(entry.network), provenance: provenance)
        }
        guard semantics.networkPrecedence == .mostSpecific else { return .none }
        return Self.ownLabel(labels, object) ?? range([entry.address]) ?? .none
    }

    private static func ownLabel(_ labels: Labels, _ object: ObjectReference?) -> InferredNetwork? {
        labels.nonEmpty(LabelKey.network).map {
            InferredNetwork(
                network: NetworkID($0),
                provenance: Provenance(rule: .workloadLabel, object: object)
            )
        }
    }

    private var claim: InferredNetwork? {
        claims.first.map {
            InferredNetwork(
                network: $0.network.id,
                provenance: Provenance(rule: .fromRegistry, object: $0.reference)
            )
        }
    }

    private func range(_ addresses: [String]) -> InferredNetwork? {
        guard !ranges.isEmpty else { return nil }
        // In the reference a claimed cluster is never looked up by address (R13).
        if semantics.networkPrecedence == .registryFirst, !claims.isEmpty { return nil }
        for text in addresses {
            guard let address = IPAddress(text) else { continue }
            var best: Range?
            for candidate in ranges where candidate.prefix.contains(address) {
                guard let current = best else {
                    best = candidate
                    continue
                }
                let isBetter =
                    switch semantics.overlappingCIDRs {
                    case .longest: candidate.prefix.length > current.prefix.length
                    // Of equal ranges the later one counts (R11).
                    case .widest: candidate.prefix.length <= current.prefix.length
                    }
                if isBetter { best = candidate }
            }
            if let best { return best.inferred }
        }
        return nil
    }
}

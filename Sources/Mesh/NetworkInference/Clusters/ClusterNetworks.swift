internal import MeshModel
internal import MeshSources

/// The sources of networks for one cluster's endpoints: its system namespace and MeshNetworks (NI-9, NI-15).
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

    /// The network of the system namespace's label, or `nil` without one.
    let systemNamespace: InferredNetwork?
    /// The networks that claim the cluster, ascending by name (NI-12).
    let claims: [Claim]
    private let ranges: [Range]
    let semantics: TranslationSemantics

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
                    // A bare address passes the reference's validation and has no effect (NI-10).
                    break
                }
            }
        }
        self.claims = claims
        self.ranges = ranges
    }

    /// Returns the network of a pod or of an address without a pod (NI-15, NI-16).
    ///
    /// - Parameters:
    ///   - labels: the pod's labels; empty without one.
    ///   - object: the pod.
    ///   - addresses: the addresses to try, in order.
    func network(labels: Labels, object: ObjectReference?, addresses: [String]) -> InferredNetwork {
        decide(NetworkSubject(object: object, labels: labels, addresses: addresses, field: nil))
    }

    /// Returns the network of a WorkloadEntry or ServiceEntry endpoint.
    ///
    /// The reference reads the field only (NI-20). In the standard rules the label and an address range count as well;
    /// a claim on the
    /// cluster and its namespace label do not, since a machine is not in the cluster that lists it.
    func network(
        entry: WorkloadEntrySpec,
        labels: Labels,
        object: ObjectReference
    ) -> InferredNetwork {
        decide(NetworkSubject(object: object, labels: labels, addresses: [entry.address], field: entry.network))
    }

    /// Returns the result of each rule, in order of precedence; rules that do not apply come last.
    func evidence(about subject: NetworkSubject) -> [NetworkEvidence] {
        let counting = precedence(for: subject)
        let others = Self.rules.filter { rule in
            !counting.contains(rule) && (rule != .entryNetwork || subject.field != nil)
        }
        var isDecided = false
        return (counting + others).enumerated().map { index, rule in
            guard let said = answer(of: rule, about: subject) else {
                return NetworkEvidence(rule: rule, network: nil, object: nil, status: .silent)
            }
            let status: NetworkEvidence.Status =
                index >= counting.count ? .doesNotCount : isDecided ? .outranked : .decides
            if status == .decides { isDecided = true }
            return NetworkEvidence(
                rule: rule,
                network: said.network,
                object: said.provenance.object,
                status: status
            )
        }
    }

    private static let rules: [InferenceRule] = [
        .entryNetwork, .workloadLabel, .fromCIDR, .fromRegistry, .systemNamespaceLabel,
    ]
    private static let workloadRules: [InferenceRule] = [
        .workloadLabel, .fromCIDR, .fromRegistry, .systemNamespaceLabel,
    ]
    private static let registryFirstWorkloadRules: [InferenceRule] = [
        .workloadLabel, .systemNamespaceLabel, .fromRegistry, .fromCIDR,
    ]
    private static let entryRules: [InferenceRule] = [.entryNetwork, .workloadLabel, .fromCIDR]
    private static let registryFirstEntryRules: [InferenceRule] = [.entryNetwork]

    /// Returns the applicable rules; the first one with a result decides (NI-15, NI-20).
    private func precedence(for subject: NetworkSubject) -> [InferenceRule] {
        switch (subject.field == nil, semantics.networkPrecedence) {
        case (true, .mostSpecific): Self.workloadRules
        case (true, .registryFirst): Self.registryFirstWorkloadRules
        case (false, .mostSpecific): Self.entryRules
        case (false, .registryFirst): Self.registryFirstEntryRules
        }
    }

    private func decide(_ subject: NetworkSubject) -> InferredNetwork {
        for rule in precedence(for: subject) {
            if let said = answer(of: rule, about: subject) { return said }
        }
        return .none
    }

    private func answer(of rule: InferenceRule, about subject: NetworkSubject) -> InferredNetwork? {
        let own = { (name: String) -> InferredNetwork in
            InferredNetwork(network: NetworkID(name), provenance: Provenance(rule: rule, object: subject.object))
        }
        switch rule {
        case .workloadLabel: return subject.labels.nonEmpty(LabelKey.network).map(own)
        case .entryNetwork: return subject.field.flatMap { $0.isEmpty ? nil : own($0) }
        case .fromCIDR: return range(subject.addresses)
        case .fromRegistry: return claim
        case .systemNamespaceLabel: return systemNamespace
        default: return nil
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
                    // Of equal ranges the later one counts (NI-11).
                    case .widest: candidate.prefix.length <= current.prefix.length
                    }
                if isBetter { best = candidate }
            }
            if let best { return best.inferred }
        }
        return nil
    }
}

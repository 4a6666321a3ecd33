internal import EndpointTranslation
public import MeshModel

/// The intended shares of a proxy's requests for the endpoints of a service, and the real ones in Envoy.
public struct EffectiveShares: Sendable {
    /// The shares of a network, a locality or an address.
    public struct Row: Hashable, Sendable {
        /// The name of the network, locality or address.
        public let name: String
        /// The share by the weights of healthy endpoints, from 0 to 1.
        public let intended: Double
        /// The share in Envoy, from 0 to 1.
        public let effective: Double
        /// The reasons for the difference; empty without one.
        public let reasons: [String]

        /// A Boolean value that indicates whether the shares differ by more than a thousandth.
        public var differs: Bool { abs(intended - effective) > 0.001 }
    }

    /// One address in Envoy, with the host that Envoy keeps for it.
    public struct Address: Hashable, Sendable {
        /// The shares.
        public let row: Row
        /// The locality of the host.
        public let locality: Locality
        /// Its priority.
        public let priority: UInt32
        /// Its weight.
        public let weight: UInt32
        /// The network of the endpoint, or behind the gateway.
        public let network: NetworkID
        /// A Boolean value that indicates whether it is a gateway.
        public let isGateway: Bool
        /// The number of endpoints that it represents; 1 for an endpoint.
        public let endpoints: Int
    }

    /// The cluster name.
    public let name: String
    /// The shares of networks, by name.
    public let networks: [Row]
    /// The shares of localities, those of the endpoints themselves, by name.
    public let localities: [Row]
    /// The shares of addresses, in the order of the assignment.
    public let addresses: [Address]
    /// The state of each priority in Envoy.
    public let levels: [EnvoyBalancing.Level]
    /// A Boolean value that indicates whether localities are weighted.
    public let weighsLocalities: Bool
    /// The number of healthy endpoints of the service port that are not sent and not part of the intended shares.
    public let healthyLeftOut: Int

    /// A Boolean value that indicates whether any share differs by more than a thousandth.
    public var differs: Bool {
        networks.contains(where: \.differs) || localities.contains(where: \.differs)
            || addresses.contains { $0.row.differs }
    }

    /// Computes the shares.
    public init(_ explanation: AssignmentExplanation, _ options: ShareOptions = ShareOptions()) {
        let weighsLocalities =
            switch options.localityWeights {
            case .on: true
            case .off: false
            case .auto: explanation.trace.localityEffect.weighsLocalities
            }
        let intention = IntendedShares(explanation, weighsLocalities: weighsLocalities)
        let kept = KeptHosts(explanation)
        let balancing = kept.balancing(weighsLocalities: weighsLocalities, panicThreshold: options.panicThreshold)
        let reasons = ShareReasons(explanation, kept, balancing, intention, weighsLocalities: weighsLocalities)
        var networks = ShareTable()
        var localities = ShareTable()
        addresses = kept.hosts.enumerated().map { index, host in
            let intended = intention.share(of: host)
            let effective = balancing.shares[index]
            let told = abs(intended - effective) > 0.001 ? reasons.reasons(at: index) : []
            for part in host.parts {
                let network = part.endpoint.endpoint.network
                let locality = Locality(label: part.endpoint.endpoint.localityLabel)
                let own = intention.share(of: part)
                let given = effective * part.fraction
                networks.add(network.isEmpty ? "none" : network.name, own, given, told)
                localities.add(locality.isEmpty ? "none" : locality.description, own, given, told)
            }
            return Address(
                row: Row(
                    name: host.address,
                    intended: intended,
                    effective: effective,
                    reasons: told.isEmpty && abs(intended - effective) > 0.001 ? [ShareReasons.others] : told
                ),
                locality: host.group.locality,
                priority: host.group.priority,
                weight: host.host.host.weight,
                network: host.network,
                isGateway: host.host.gateway != nil,
                endpoints: host.parts.count
            )
        }
        name = explanation.name
        self.networks = networks.rows
        self.localities = localities.rows
        levels = balancing.levels
        self.weighsLocalities = weighsLocalities
        healthyLeftOut =
            explanation.endpoints.filter { endpoint in
                guard case .leftOut(let reason) = endpoint.traced.outcome, reason != .otherPort else { return false }
                return endpoint.endpoint.isHealthy
            }.count
    }
}

/// Sums of shares by name.
private struct ShareTable {
    private struct Sum {
        var intended = 0.0
        var effective = 0.0
        var reasons: [String] = []
    }

    private var sums: [String: Sum] = [:]

    mutating func add(_ name: String, _ intended: Double, _ effective: Double, _ reasons: [String]) {
        sums[name, default: Sum()].intended += intended
        sums[name, default: Sum()].effective += effective
        let known = Set(sums[name]?.reasons ?? [])
        let new = reasons.filter { !known.contains($0) }
        if !new.isEmpty { sums[name, default: Sum()].reasons += new }
    }

    var rows: [EffectiveShares.Row] {
        sums.sorted { $0.key < $1.key }.map { name, sum in
            let differs = abs(sum.intended - sum.effective) > 0.001
            let reasons = sum.reasons.isEmpty ? [ShareReasons.others] : sum.reasons
            return EffectiveShares.Row(
                name: name,
                intended: sum.intended,
                effective: sum.effective,
                reasons: differs ? reasons : []
            )
        }
    }
}

extension TranslationTrace.LocalityEffect {
    /// A Boolean value that indicates whether istiod enables locality weighting for the cluster (EG-P22).
    fileprivate var weighsLocalities: Bool {
        switch self {
        case .none: false
        case .distribute: true
        case .failover(let labels, let regions, _): !labels.isEmpty || !regions.isEmpty
        }
    }
}

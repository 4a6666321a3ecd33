public import ClientBalancing
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
        /// The part that the client gives with very many requests in flight.
        public let underLoad: Double
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
        /// The way in which its requests spread over the endpoints behind it; nil unless there are several.
        public let spread: GatewaySpread?
    }

    /// The cluster name.
    public let name: String
    /// The client.
    public let client: ClientKind
    /// The settings of its cluster.
    public let cluster: ClusterSettings
    /// The shares of networks, by name.
    public let networks: [Row]
    /// The shares of localities, those of the endpoints themselves, by name.
    public let localities: [Row]
    /// The shares of addresses, in the order of the assignment.
    public let addresses: [Address]
    /// The part of the requests for which no host is found.
    public let noHost: Double
    /// The part of the requests that each priority gets.
    public let levels: [ClientShares.Level]
    /// The reason why the client rejects the assignment or its cluster; nil if it accepts both.
    public let refusal: ClientRefusal?
    /// Healthy endpoints of the service port that are not sent, and have no part in what is intended.
    public let healthyLeftOut: Int

    /// A Boolean value that indicates whether localities are weighed.
    public var weighsLocalities: Bool { cluster.weighsLocalities }

    /// A Boolean value that indicates whether any share differs by more than a thousandth.
    public var differs: Bool {
        noHost > 0.001 && !addresses.isEmpty
            || networks.contains(where: \.differs) || localities.contains(where: \.differs)
            || addresses.contains { $0.row.differs }
    }

    /// A Boolean value that indicates whether shares depend on the number of requests in flight.
    public var dependsOnLoad: Bool { addresses.contains { abs($0.row.effective - $0.underLoad) > 0.001 } }

    /// Computes shares.
    public init(_ explanation: AssignmentExplanation, _ options: ShareOptions = ShareOptions()) {
        let (cluster, client) = options.settings(of: explanation)
        let intention = IntendedShares(explanation, weighsLocalities: cluster.weighsLocalities)
        let kept = KeptHosts(explanation)
        let real = kept.shares(cluster, client, options.traffic)
        let loaded = kept.sharesUnderLoad(cluster, client, options.traffic) ?? real
        let reasons = ShareReasons(explanation, kept, real, cluster, client)
        var networks = ShareTable()
        var localities = ShareTable()
        addresses = kept.hosts.enumerated().map { index, host in
            let intended = intention.share(of: host)
            let effective = real.shares[index]
            let differs = abs(intended - effective) > 0.001
            let known = differs ? reasons.reasons(at: index) : []
            for part in host.parts {
                let network = part.endpoint.endpoint.network
                let locality = Locality(label: part.endpoint.endpoint.localityLabel)
                let own = intention.share(of: part)
                let given = effective * part.fraction
                networks.add(network.isEmpty ? "none" : network.name, own, given, known)
                localities.add(locality.isEmpty ? "none" : locality.description, own, given, known)
            }
            return Address(
                row: Row(
                    name: host.address,
                    intended: intended,
                    effective: effective,
                    reasons: known.isEmpty && differs ? [ShareReasons.others] : known
                ),
                underLoad: loaded.shares[index],
                locality: host.group.locality,
                priority: host.group.priority,
                weight: host.host.host.weight,
                network: host.network,
                isGateway: host.host.gateway != nil,
                endpoints: host.parts.count,
                spread: host.host.gateway == nil ? nil : GatewaySpread(host.parts.map(\.fraction))
            )
        }
        name = explanation.name
        self.client = client
        self.cluster = cluster
        self.networks = networks.rows
        self.localities = localities.rows
        noHost = real.result.noHost
        levels = kept.hosts.isEmpty ? [] : real.result.levels
        refusal = real.result.refusal
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

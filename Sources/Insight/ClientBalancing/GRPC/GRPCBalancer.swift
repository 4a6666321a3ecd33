internal import MeshModel

/// The choice of gRPC's C++ core among the hosts of one cluster.
///
/// Sources: grpc/src/core/load_balancing/xds/ (`xds_wrr_locality.cc`, `cds.cc`), weighted_target/, ring_hash/;
/// gRFC A27 (localities, priorities), A28, A42 (ring hash) and A52 (custom policies).
struct GRPCBalancer {
    private let assignment: BalancedAssignment
    private let cluster: ClusterSettings

    init(_ assignment: BalancedAssignment, _ cluster: ClusterSettings) {
        self.assignment = assignment
        self.cluster = cluster
    }

    func shares() -> ClientShares {
        var positions: [(locality: Int, endpoint: Int)] = []
        for (locality, group) in assignment.localities.enumerated() {
            positions += group.endpoints.indices.map { (locality, $0) }
        }
        if let refusal = GRPCRefusals(assignment, cluster).first {
            return ClientShares(hosts: unique(positions).map { host(at: $0, 0) }, refusal: refusal)
        }
        let usable = usableLocalities()
        // The best priority with a usable endpoint takes all: no spill, no panic.
        let best = usable.map { assignment.localities[$0.position].priority }.min()
        let chosen = usable.filter { assignment.localities[$0.position].priority == best }
        let shares = cluster.policy == .ringHash ? ring(chosen) : roundRobin(chosen)
        return ClientShares(
            hosts: positions.map { host(at: $0, shares[Position($0.locality, $0.endpoint)] ?? 0) },
            levels: levels(best: best)
        )
    }

    private struct Position: Hashable {
        let locality: Int
        let endpoint: Int

        init(_ locality: Int, _ endpoint: Int) {
            self.locality = locality
            self.endpoint = endpoint
        }
    }

    private struct UsableLocality {
        let position: Int
        let weight: Double
        let endpoints: [Int]
    }

    /// Localities of weight with endpoints that are UNKNOWN or HEALTHY; others do not exist for gRPC.
    private func usableLocalities() -> [UsableLocality] {
        assignment.localities.enumerated().compactMap { position, group in
            let endpoints = group.endpoints.indices.filter { group.endpoints[$0].health.isUsableForGRPC }
            guard let weight = group.weight, weight > 0, !endpoints.isEmpty else { return nil }
            return UsableLocality(position: position, weight: Double(weight), endpoints: endpoints)
        }
    }

    /// Locality by weight, unscaled by health; in it all endpoints alike, whatever their weights.
    private func roundRobin(_ localities: [UsableLocality]) -> [Position: Double] {
        let total = localities.reduce(0) { $0 + $1.weight }
        var shares: [Position: Double] = [:]
        for locality in localities {
            for endpoint in locality.endpoints {
                shares[Position(locality.position, endpoint)] =
                    locality.weight / total / Double(locality.endpoints.count)
            }
        }
        return shares
    }

    /// A ring with the weights of locality times endpoint, not normalised within the locality.
    private func ring(_ localities: [UsableLocality]) -> [Position: Double] {
        var positions: [Position] = []
        var products: [Double] = []
        let ordered = localities.sorted {
            assignment.localities[$0.position].locality < assignment.localities[$1.position].locality
        }
        for locality in ordered {
            for endpoint in locality.endpoints {
                positions.append(Position(locality.position, endpoint))
                products.append(locality.weight * Double(max(1, self.endpoint(locality.position, endpoint).weight)))
            }
        }
        let total = products.reduce(0, +)
        let keys = zip(positions, products).enumerated().map { index, entry in
            let endpoint = self.endpoint(entry.0.locality, entry.0.endpoint)
            return WeightedKey(host: index, key: endpoint.hashKey, weight: entry.1 / total)
        }
        let shares = HashRing(keys, sizes: cluster.hashing.ring.cappedByGRPC).shares
        return Dictionary(uniqueKeysWithValues: shares.map { (positions[$0.key], $0.value) })
    }

    private func endpoint(_ locality: Int, _ endpoint: Int) -> BalancedEndpoint {
        assignment.localities[locality].endpoints[endpoint]
    }

    private func host(at position: (locality: Int, endpoint: Int), _ share: Double) -> ClientShares.Host {
        ClientShares.Host(
            address: endpoint(position.locality, position.endpoint).address,
            locality: position.locality,
            endpoint: position.endpoint,
            share: share
        )
    }

    /// The first copy of each address.
    private func unique(_ positions: [(locality: Int, endpoint: Int)]) -> [(locality: Int, endpoint: Int)] {
        var seen: Set<String> = []
        return positions.filter { seen.insert(endpoint($0.locality, $0.endpoint).address).inserted }
    }

    private func levels(best: Int?) -> [ClientShares.Level] {
        let count = (assignment.localities.map(\.priority).max() ?? -1) + 1
        return (0..<count).map { priority in
            let endpoints = assignment.localities.filter { $0.priority == priority }.flatMap(\.endpoints)
            return ClientShares.Level(
                priority: priority,
                hosts: endpoints.count,
                healthy: endpoints.filter(\.health.isUsableForGRPC).count,
                degraded: 0,
                healthyLoad: priority == best ? 100 : 0,
                degradedLoad: 0,
                isPanicking: false
            )
        }
    }
}

extension AnnouncedHealth {
    /// gRPC drops all other endpoints when it reads an assignment (gRFC A27).
    fileprivate var isUsableForGRPC: Bool { self == .unknown || self == .healthy }
}

extension BalancedEndpoint {
    /// The text that gRPC hashes; metadata `envoy.lb` with `hash_key` replaces the address (gRFC A61, A76).
    fileprivate var hashKey: String {
        let own = metadata["hash_key"]?.text ?? ""
        return own.isEmpty ? address : own
    }
}

import EndpointTranslation
import MeshModel
import TranslationTestSupport

/// The shares of a service's traffic by network.
struct NetworkShares {
    private(set) var weights: [NetworkID: Double] = [:]

    var total: Double { weights.values.reduce(0, +) }

    /// Computes the shares of an assignment.
    init(_ assignment: Assignment, _ translated: TranslatedMesh) {
        for host in assignment.groups.flatMap(\.hosts) {
            let network: NetworkID
            if case .gateway(let gateway) = host.target {
                network = gateway.network
            } else {
                network = translated.endpoint(host, of: assignment)?.network ?? .none
            }
            weights[network, default: 0] += Double(host.weight)
        }
    }

    /// Computes the expected shares from the endpoints and gateways alone: the weight of reachable endpoints.
    ///
    /// An independent implementation, for meshes without policies, in which every service has the port `http`.
    init(of key: MeshSnapshot.ServiceKey, for proxy: Proxy, in snapshot: MeshSnapshot) {
        // Clusters of IPv6 often translate to IPv4, so that is better than nothing.
        let endpoints = (snapshot.shards[key] ?? []).flatMap(\.endpoints)
        let hasIPv6 = endpoints.contains { $0.addresses.contains { IPAddress($0)?.family == .v6 } }
        self.init(of: key, for: proxy, in: snapshot, ofAllFamilies: proxy.addressMode == .v6 && !hasIPv6)
    }

    private init(
        of key: MeshSnapshot.ServiceKey,
        for proxy: Proxy,
        in snapshot: MeshSnapshot,
        ofAllFamilies: Bool
    ) {
        let networksMatter = !snapshot.gateways.gateways.isEmpty || !snapshot.gateways.unresolved.isEmpty
        for endpoint in (snapshot.shards[key] ?? []).flatMap(\.endpoints) {
            guard endpoint.health == .healthy || endpoint.health == .unknown else { continue }
            let gateways = Self.gateways(to: endpoint, proxy, snapshot)
            let isRemote = networksMatter && !endpoint.network.isEmpty && endpoint.network != proxy.network
            if isRemote, let gateways {
                let reachable = gateways.contains { gateway in
                    switch proxy.addressMode {
                    case .dual: true
                    case .v4: IPAddress(gateway.address)?.family == .v4
                    case .v6: IPAddress(gateway.address)?.family == .v6
                    }
                }
                guard reachable, endpoint.tlsMode == "istio" else { continue }
            } else if endpoint.address.isEmpty {
                continue
            } else if !ofAllFamilies, let family = proxy.addressMode.family {
                guard endpoint.addresses.contains(where: { IPAddress($0)?.family == family }) else { continue }
            }
            weights[endpoint.network, default: 0] += Double(max(1, endpoint.weight))
        }
    }

    /// Returns the gateways that represent an endpoint, or `nil` if it is reached directly.
    private static func gateways(to endpoint: Endpoint, _ proxy: Proxy, _ snapshot: MeshSnapshot) -> [Gateway]? {
        let table = snapshot.gateways
        let key = GatewayTable.Key(network: endpoint.network, cluster: endpoint.cluster)
        let candidates = (table.byNetworkAndCluster[key] ?? table.byNetwork[endpoint.network] ?? [])
            .filter { $0.port != 0 }
        if !candidates.isEmpty { return candidates }
        let isUnresolved =
            table.byNetwork[endpoint.network] == nil && table.unresolved.contains { $0.network == endpoint.network }
        return isUnresolved ? [] : nil
    }

    /// Returns the largest difference between the shares of any network.
    func distance(to other: NetworkShares) -> Double {
        Set(weights.keys).union(other.weights.keys).map { network in
            abs(share(network) - other.share(network))
        }.max() ?? 0
    }

    private func share(_ network: NetworkID) -> Double {
        total == 0 ? 0 : (weights[network] ?? 0) / total
    }

    /// Returns the shares of the other networks relative to each other.
    func without(_ network: NetworkID) -> NetworkShares {
        var others = self
        others.weights[network] = nil
        return others
    }
}

internal import MeshModel

/// The numbers of endpoints and gateways of a mesh, by network.
struct MeshStatistics: Sendable {
    /// One network.
    struct Network: Sendable {
        var endpoints = 0
        var healthy = 0
        /// The number of endpoints by cluster.
        var clusters: [String: Int] = [:]
        /// The gateways with an address.
        var gateways: [Gateway] = []
        /// The gateways whose host names have no address.
        var unresolved: [Gateway] = []
    }

    /// The networks by name; the empty name has the endpoints without a known network.
    private(set) var networks: [String: Network] = [:]
    let services: Int
    let unreachable: Int

    /// Counts the endpoints and gateways of a mesh.
    ///
    /// - Complexity: O(endpoints).
    init(_ mesh: MeshSnapshot) {
        services = mesh.services.services.count
        unreachable = mesh.gateways.unreachableNetworks.count
        for shard in mesh.shards.values.joined() {
            for endpoint in shard.endpoints {
                var network = networks[endpoint.network.name] ?? Network()
                network.endpoints += 1
                if endpoint.health == .healthy || endpoint.health == .unknown { network.healthy += 1 }
                network.clusters[endpoint.cluster.name, default: 0] += 1
                networks[endpoint.network.name] = network
            }
        }
        for gateway in mesh.gateways.gateways {
            networks[gateway.network.name, default: Network()].gateways.append(gateway)
        }
        for gateway in mesh.gateways.unresolved {
            networks[gateway.network.name, default: Network()].unresolved.append(gateway)
        }
    }
}

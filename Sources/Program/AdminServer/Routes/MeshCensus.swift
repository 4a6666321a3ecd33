internal import MeshModel

/// Endpoints and gateways of a mesh, counted by network.
struct MeshCensus: Sendable {
    /// One network.
    struct Network: Sendable {
        var endpoints = 0
        var healthy = 0
        /// Endpoints by cluster.
        var clusters: [String: Int] = [:]
        /// Gateways with an address.
        var gateways: [Gateway] = []
        /// Gateways whose names have no address.
        var unresolved: [Gateway] = []
    }

    /// By name; the empty name is for what is in no known network.
    private(set) var networks: [String: Network] = [:]
    let services: Int
    let unreachable: Int

    /// Counts.
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

internal import MeshModel

/// What is in each network: endpoints that others may be sent, and proxies.
struct NetworkIndex {
    /// One network.
    struct Network {
        /// The endpoints that may be sent to proxies of other clusters.
        var endpoints = 0
        /// Those among them that stand in WorkloadEntries and ServiceEntries.
        var machines = 0
        /// The services that they are of, ascending.
        var services: [String] = []
        /// How many endpoints of each cluster there are.
        var clusters: [ClusterID: Int] = [:]
        /// The first endpoint.
        var example: Endpoint?
        /// Whether a declared proxy is in it.
        var hasProxies = false
        /// Whether any of its endpoints can run a proxy.
        var hasMesh = false

        mutating func add(_ kind: ServiceEndpoints.Kind, of service: String) {
            endpoints += kind.count
            if ["WorkloadEntry", "ServiceEntry"].contains(kind.example.source.kind) { machines += kind.count }
            if services.last != service { services.append(service) }
            clusters[kind.example.cluster, default: 0] += kind.count
            if example == nil { example = kind.example }
            if kind.isMutual || kind.isMadePlain { hasMesh = true }
        }
    }

    private let networks: [NetworkID: Network]
    /// The networks with endpoints or proxies, ascending; not the empty one.
    let names: [NetworkID]
    private let viewers: [NetworkID]
    /// Every network in which any endpoint is, seen by others or not.
    let inhabited: Set<NetworkID>

    init(services: [ServiceEndpoints], proxies: [KnownProxy]) {
        var networks: [NetworkID: Network] = [:]
        var inhabited: Set<NetworkID> = []
        for service in services {
            for kind in service.kinds {
                let endpoint = kind.example
                inhabited.insert(endpoint.network)
                guard service.isSeenElsewhere, kind.hidden == nil else { continue }
                // In place: a copy would copy the list of services with every one of them.
                networks[endpoint.network, default: Network()].add(kind, of: service.name)
            }
        }
        for proxy in proxies where !proxy.proxy.network.isEmpty {
            networks[proxy.proxy.network, default: Network()].hasProxies = true
        }
        self.networks = networks
        self.inhabited = inhabited
        names = networks.keys.filter { !$0.isEmpty }.sorted()
        viewers = names.filter { networks[$0].map { $0.hasProxies || $0.hasMesh } ?? false }
    }

    subscript(name: NetworkID) -> Network { networks[name] ?? Network() }

    /// The networks, other than this one, in which a proxy may be: with declared ones or with workloads of the mesh.
    func viewers(of network: NetworkID) -> [NetworkID] { viewers.filter { $0 != network } }

    /// Whether a proxy may be in another network.
    func isViewed(_ network: NetworkID) -> Bool { viewers.count > 1 || viewers.contains { $0 != network } }
}

internal import MeshModel

/// The contents of each network: endpoints visible from other clusters, and proxies.
struct NetworkIndex {
    /// The contents of one network.
    struct Network {
        /// The number of endpoints that may be sent to proxies of other clusters.
        var endpoints = 0
        /// The number of those from WorkloadEntries and ServiceEntries.
        var machines = 0
        /// The services of those endpoints, ascending.
        var services: [String] = []
        /// The number of endpoints by cluster.
        var clusters: [ClusterID: Int] = [:]
        /// The first endpoint.
        var example: Endpoint?
        /// A Boolean value that indicates whether a declared proxy is in the network.
        var hasProxies = false
        /// A Boolean value that indicates whether any of the endpoints can run a proxy.
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
    /// The networks with endpoints or proxies, ascending; without the empty network.
    let names: [NetworkID]
    let viewers: [NetworkID]
    /// A Boolean value that indicates whether proxies without a network may exist.
    let hasUnplacedViewers: Bool
    /// Every network with an endpoint, visible from other clusters or not.
    let inhabited: Set<NetworkID>

    init(services: [ServiceEndpoints], proxies: [KnownProxy]) {
        var networks: [NetworkID: Network] = [:]
        var inhabited: Set<NetworkID> = []
        for service in services {
            for kind in service.kinds {
                let endpoint = kind.example
                inhabited.insert(endpoint.network)
                guard service.isSeenElsewhere, kind.hidden == nil else { continue }
                // Modified in place: a copy would copy the list of services for every endpoint.
                networks[endpoint.network, default: Network()].add(kind, of: service.name)
            }
        }
        for proxy in proxies where !proxy.proxy.network.isEmpty {
            networks[proxy.proxy.network, default: Network()].hasProxies = true
        }
        self.networks = networks
        self.inhabited = inhabited
        names = networks.keys.filter { !$0.isEmpty }.sorted()
        hasUnplacedViewers =
            networks[.none]?.hasMesh ?? false || proxies.contains { $0.proxy.network.isEmpty }
        viewers = names.filter { networks[$0].map { $0.hasProxies || $0.hasMesh } ?? false }
    }

    subscript(name: NetworkID) -> Network { networks[name] ?? Network() }

    /// Returns the other networks that may have proxies: those with declared proxies or workloads of the mesh.
    func viewers(of network: NetworkID) -> [NetworkID] { viewers.filter { $0 != network } }

    /// Returns a Boolean value that indicates whether a proxy may be in another network.
    func isViewed(_ network: NetworkID) -> Bool { viewers.count > 1 || viewers.contains { $0 != network } }
}

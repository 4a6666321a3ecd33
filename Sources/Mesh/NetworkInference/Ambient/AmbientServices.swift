internal import MeshModel
internal import MeshSources
internal import TextFormats

/// The services in the index of ambient mode: scope, addresses and waypoint (NI-114, NI-115, EG-A10).
struct AmbientServices {
    private typealias Key = MeshSnapshot.ServiceKey

    /// The properties of a service in one cluster.
    private struct View {
        var isGlobal = false
        /// The addresses by which a waypoint with an IP address in its status is found.
        let addresses: [AmbientAddress]
        let waypoint: Waypoint?
        let goesThroughWaypoint: Bool
    }

    private let mesh: MeshDirectory
    private let mode: AmbientMode
    private let networks: AmbientNetworks
    /// The config cluster, then the others by id: the first that knows a service describes it (NI-78).
    private let clusters: [(objects: ClusterObjects, waypoints: WaypointTable)]

    init(mesh: MeshDirectory, mode: AmbientMode, networks: AmbientNetworks) {
        self.mesh = mesh
        self.mode = mode
        self.networks = networks
        let config = mesh.configCluster
        clusters = mesh.clusters.sorted { ($0.id == config ? 0 : 1, $0.id) < ($1.id == config ? 0 : 1, $1.id) }
            .map { ($0, WaypointTable($0, network: networks.network(of: $0.id))) }
    }

    /// The services; those that are missing have neither scope nor waypoint.
    func services() -> [MeshSnapshot.ServiceKey: AmbientService] {
        let views = views()
        let byAddress = owners(of: views)
        var result = registries(of: views.keys)
        for (key, view) in views {
            result[key]?.isGlobal = view.isGlobal
            if view.goesThroughWaypoint { result[key]?.ingressWaypoint = service(of: view.waypoint, byAddress) }
        }
        return result
    }

    // MARK: Views of clusters

    private func views() -> [Key: View] {
        var views: [Key: View] = [:]
        for (number, cluster) in clusters.enumerated() {
            for service in cluster.objects.services {
                let key = KubernetesHost.key(service.metadata, mesh.domainSuffix)
                guard let view = view(of: service, cluster, isConfig: number == 0) else { continue }
                merge(view, into: &views[key])
            }
            if number == 0 { addEntries(of: cluster, to: &views) }
        }
        return views
    }

    /// The first view counts; later ones of a global service only add addresses.
    private func merge(_ view: View, into known: inout View?) {
        guard let first = known else {
            known = view
            return
        }
        guard first.isGlobal else { return }
        known = View(
            isGlobal: true,
            addresses: first.addresses + view.addresses,
            waypoint: first.waypoint,
            goesThroughWaypoint: first.goesThroughWaypoint
        )
    }

    private func view(
        of service: KubernetesService,
        _ cluster: (objects: ClusterObjects, waypoints: WaypointTable),
        isConfig: Bool
    ) -> View? {
        guard service.type != "ExternalName" else { return nil }
        let isGlobal = isGlobal(service, cluster.waypoints)
        // Services of other clusters are known only as far as they are global.
        guard isConfig || isGlobal || mode != .multiNetwork else { return nil }
        let own = service.clusterIPs.compactMap { IPAddress($0) }
        guard let network = networks.network(of: cluster.objects.id) else {
            // A cluster without a network has no addresses in any; only headless Services are left of it.
            guard mode == .multiNetwork, own.isEmpty else { return nil }
            return View(isGlobal: isGlobal, addresses: [], waypoint: nil, goesThroughWaypoint: false)
        }
        return View(
            isGlobal: isGlobal,
            addresses: own.map { AmbientAddress(network: network, address: $0) },
            waypoint: cluster.waypoints.waypoint(of: service.metadata),
            goesThroughWaypoint: goesThroughWaypoint(service.metadata)
        )
    }

    private func isGlobal(_ service: KubernetesService, _ waypoints: WaypointTable) -> Bool {
        guard mode == .multiNetwork, let namespace = waypoints.labels(ofNamespace: service.metadata.namespace) else {
            return false
        }
        return ServiceScope.isGlobal(
            service: service.metadata.labels,
            namespace: namespace,
            by: mesh.meshConfig.serviceScopes
        )
    }

    /// ServiceEntries of the config cluster, the oldest first; Services of the same name go before them.
    private func addEntries(
        of cluster: (objects: ClusterObjects, waypoints: WaypointTable),
        to views: inout [Key: View]
    ) {
        let entries = cluster.objects.serviceEntries.sorted {
            ($0.metadata.creationTime, $0.metadata.namespace, $0.metadata.name)
                < ($1.metadata.creationTime, $1.metadata.namespace, $1.metadata.name)
        }
        for entry in entries {
            let waypoint = cluster.waypoints.waypoint(of: entry.metadata)
            let consents = goesThroughWaypoint(entry.metadata)
            for host in entry.hosts {
                let key = Key(hostname: host, namespace: entry.metadata.namespace)
                guard views[key] == nil else { continue }
                let addresses = entry.addresses.isEmpty ? Self.allocated(host, entry) : entry.addresses
                views[key] = View(
                    addresses: addresses.compactMap(Self.address).map {
                        AmbientAddress(network: networks.local, address: $0)
                    },
                    waypoint: waypoint,
                    goesThroughWaypoint: consents
                )
            }
        }
    }

    /// Returns the consent to route gateways through the waypoint: the object's label, otherwise the one of its namespace
    /// in the config cluster.
    private func goesThroughWaypoint(_ metadata: ObjectMetadata) -> Bool {
        let consent =
            metadata.labels[LabelKey.ingressUseWaypoint]
            ?? clusters.first?.waypoints.labels(ofNamespace: metadata.namespace)?[LabelKey.ingressUseWaypoint]
        return consent?.lowercased() == "true"
    }

    // MARK: Waypoints' Services

    /// The services by their addresses; of several with one address the first by name counts.
    private func owners(of views: [Key: View]) -> [AmbientAddress: Key] {
        guard views.values.contains(where: { $0.waypoint?.isKnownByAddress == true }) else { return [:] }
        var result: [AmbientAddress: Key] = [:]
        for (key, view) in views.sorted(by: { Self.isBefore($0.key, $1.key) }) {
            for address in view.addresses where result[address] == nil { result[address] = key }
        }
        return result
    }

    private static func isBefore(_ left: Key, _ right: Key) -> Bool {
        (left.hostname, left.namespace) < (right.hostname, right.namespace)
    }

    private func service(of waypoint: Waypoint?, _ byAddress: [AmbientAddress: Key]) -> Key? {
        switch waypoint?.address {
        case nil: nil
        case .hostname(let name): Key(hostname: name, namespace: waypoint?.namespace ?? "")
        case .ip(let address): byAddress[address]
        }
    }

    // MARK: Addresses

    /// The addresses that the registries of all clusters know, whatever ambient mode makes of the services.
    private func registries(of keys: some Sequence<Key>) -> [Key: AmbientService] {
        let wanted = Set(keys)
        var result: [Key: AmbientService] = [:]
        for cluster in clusters {
            for service in cluster.objects.services {
                let key = KubernetesHost.key(service.metadata, mesh.domainSuffix)
                guard wanted.contains(key) else { continue }
                let valid = service.clusterIPs.filter { IPAddress($0) != nil }
                let addresses = valid.isEmpty ? [AmbientService.unspecifiedAddress] : valid
                result[key, default: Self.service(addresses)].addresses[cluster.objects.id] = addresses
            }
        }
        for entry in clusters.first?.objects.serviceEntries ?? [] {
            let addresses = entry.addresses.compactMap(Self.serviceAddress)
            for host in entry.hosts {
                let key = Key(hostname: host, namespace: entry.metadata.namespace)
                guard wanted.contains(key), result[key] == nil else { continue }
                result[key] = Self.service(addresses)
                result[key]?.isAutoAllocated = !Self.allocated(host, entry).isEmpty
            }
        }
        return result
    }

    private static func service(_ addresses: [String]) -> AmbientService {
        AmbientService(
            isGlobal: false,
            addresses: [:],
            defaultAddress: addresses.first ?? AmbientService.unspecifiedAddress,
            ingressWaypoint: nil
        )
    }

    /// The addresses that the control plane gave to a host of an entry that has none of its own (EG-A10).
    private static func allocated(_ host: String, _ entry: ServiceEntry) -> [String] {
        guard entry.addresses.isEmpty, entry.resolution != "NONE",
            entry.metadata.labels[LabelKey.allocatesAddresses]?.lowercased() != "false"
        else { return [] }
        return entry.allocatedAddresses.filter { $0.host == host }.map(\.value)
    }

    /// A single address, written with or without the length of its prefix.
    private static func address(_ text: String) -> IPAddress? {
        if let address = IPAddress(text) { return address }
        guard let prefix = AddressPrefix(text), let base = text.parts(separatedBy: "/").first,
            let address = IPAddress(String(base)), prefix.length == address.width
        else { return nil }
        return address
    }

    /// An address of a ServiceEntry as its service has it; `nil` for what is neither address nor range.
    private static func serviceAddress(_ text: String) -> String? {
        if IPAddress(text) != nil { return text }
        if let address = address(text) { return address.description }
        return AddressPrefix(text) == nil ? nil : text
    }
}

extension Waypoint {
    /// A Boolean value that indicates whether its Service is found by an address.
    fileprivate var isKnownByAddress: Bool {
        if case .ip = address { return true }
        return false
    }
}

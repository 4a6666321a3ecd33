internal import EndpointTranslation
internal import MeshModel

/// One service and its endpoints, those that are alike counted together.
struct ServiceEndpoints {
    /// Endpoints that no rule need tell apart.
    struct Kind {
        /// One of them.
        let example: Endpoint
        /// How many there are.
        var count = 0
        /// What they weigh together.
        var weight: UInt64 = 0
        /// Why they are never sent to anybody; nil when they are.
        let hidden: Hidden?
        /// Whether they accept the mesh's mTLS, by what they and their policies say.
        let isMutual: Bool
        /// Whether a PeerAuthentication is why they do not.
        let isMadePlain: Bool
    }

    /// Why no proxy is sent an endpoint.
    enum Hidden: Hashable {
        /// The service has no port of that name.
        case otherPort
        /// Its address is no IP address.
        case notAnAddress
        /// It is on its way out, or not ready while unready ones are not sent.
        case notReady
    }

    let key: MeshSnapshot.ServiceKey
    /// Nil for endpoints that nothing leads to.
    let service: Service?
    /// Whether proxies of other clusters may be sent them at all.
    let isSeenElsewhere: Bool
    /// In order of their first endpoint.
    let kinds: [Kind]

    /// `web.shop.svc.cluster.local`.
    var name: String { key.hostname }

    static func all(in snapshot: MeshSnapshot) -> [ServiceEndpoints] {
        let keys = snapshot.shards.keys.sorted { ($0.hostname, $0.namespace) < ($1.hostname, $1.namespace) }
        return keys.map { ServiceEndpoints($0, snapshot.shards[$0] ?? [], snapshot) }
    }

    private init(_ key: MeshSnapshot.ServiceKey, _ shards: [EndpointShard], _ snapshot: MeshSnapshot) {
        self.key = key
        service = snapshot.services.services(named: key.hostname).first { $0.namespace == key.namespace }
        let isByEDS = service.map { $0.resolution == .clientSide || $0.resolution == .passthrough } ?? false
        isSeenElsewhere = isByEDS && !snapshot.clusterLocalHosts.contains(key.hostname) && service?.exportTo != .nobody
        var counter = KindCounter(service: service, policies: snapshot.peerAuthentications)
        for shard in shards {
            for endpoint in shard.endpoints { counter.count(endpoint) }
        }
        kinds = counter.kinds
    }
}

/// Counts endpoints that are alike.
private struct KindCounter {
    private struct Key: Hashable {
        let network: NetworkID
        let cluster: ClusterID
        let rule: InferenceRule
        let place: SourceLocation?
        let locality: String
        let health: EndpointHealth
        let hidden: ServiceEndpoints.Hidden?
        let kind: String
        let isMutual: Bool
        let isMadePlain: Bool
        let isNameless: Bool
    }

    let service: Service?
    let policies: PeerAuthenticationTable
    private(set) var kinds: [ServiceEndpoints.Kind] = []
    private var positions: [Key: Int] = [:]

    init(service: Service?, policies: PeerAuthenticationTable) {
        self.service = service
        self.policies = policies
    }

    mutating func count(_ endpoint: Endpoint) {
        let hidden = hidden(endpoint)
        let isCapable = endpoint.tlsMode == "istio"
        let isMadePlain =
            isCapable && policies.canDisable
            && policies.mode(namespace: endpoint.namespace, labels: endpoint.labels, port: endpoint.port) == .disable
        let rule = endpoint.networkProvenance.rule
        let key = Key(
            network: endpoint.network,
            cluster: endpoint.cluster,
            rule: rule,
            // Pods say each for themselves where they are; rules of the mesh are told apart.
            place: rule == .workloadLabel || rule == .entryNetwork
                ? nil : endpoint.networkProvenance.object?.location,
            locality: endpoint.localityLabel,
            health: endpoint.health,
            hidden: hidden,
            kind: endpoint.source.kind,
            isMutual: isCapable && !isMadePlain,
            isMadePlain: isMadePlain,
            isNameless: endpoint.address.isEmpty
        )
        let position: Int
        if let known = positions[key] {
            position = known
        } else {
            position = kinds.count
            positions[key] = position
            kinds.append(
                ServiceEndpoints.Kind(
                    example: endpoint,
                    hidden: hidden,
                    isMutual: key.isMutual,
                    isMadePlain: isMadePlain
                )
            )
        }
        kinds[position].count += 1
        kinds[position].weight += UInt64(max(endpoint.weight, 1))
    }

    private func hidden(_ endpoint: Endpoint) -> ServiceEndpoints.Hidden? {
        guard let service, service.ports.contains(where: { $0.name == endpoint.portName }) else { return .otherPort }
        if !endpoint.address.isEmpty, endpoint.port != 0, IPAddress(endpoint.address) == nil { return .notAnAddress }
        switch endpoint.health {
        case .terminating: return .notReady
        case .unhealthy: return service.trafficDistribution == .any ? .notReady : nil
        case .draining: return service.keepsDrainingEndpoints ? nil : .notReady
        case .unknown, .healthy: return nil
        }
    }
}

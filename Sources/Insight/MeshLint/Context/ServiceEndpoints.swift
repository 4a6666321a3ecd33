internal import EndpointTranslation
internal import MeshModel

/// One service with its endpoints, counted by class.
struct ServiceEndpoints {
    /// A class of endpoints that the rules do not distinguish.
    struct Kind {
        /// The first endpoint of the class.
        let example: Endpoint
        /// The number of endpoints.
        var count = 0
        /// The sum of the weights.
        var weight: UInt64 = 0
        /// The reason for which the endpoints are never sent, or `nil` if they are sent.
        let hidden: Hidden?
        /// A Boolean value that indicates whether labels and policies say that the endpoints accept the mesh's mTLS.
        let isMutual: Bool
        /// A Boolean value that indicates whether a PeerAuthentication disables mTLS for the endpoints.
        let isMadePlain: Bool
    }

    /// The reason for which an endpoint is never sent.
    enum Hidden: Hashable {
        /// The service has no port with that name.
        case otherPort
        /// The address is not an IP address.
        case notAnAddress
        /// The endpoint is terminating, or not ready while unready endpoints are not sent.
        case notReady
    }

    let key: MeshSnapshot.ServiceKey
    /// The service, or `nil` for endpoints without a service.
    let service: Service?
    /// A Boolean value that indicates whether the endpoints may be sent to proxies of other clusters.
    let isSeenElsewhere: Bool
    /// The classes, in order of their first endpoint.
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
        isSeenElsewhere =
            isByEDS && !snapshot.clusterLocalHosts.contains(key.hostname) && service?.exportTo != .noNamespace
        var counter = KindCounter(service: service, policies: snapshot.peerAuthentications)
        for shard in shards {
            for endpoint in shard.endpoints { counter.count(endpoint) }
        }
        kinds = counter.kinds
    }
}

/// Counts endpoints by class.
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
            // Pods state their network one by one; rules of the mesh are distinguished.
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

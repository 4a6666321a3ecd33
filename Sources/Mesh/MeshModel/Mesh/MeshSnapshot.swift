/// The part of the mesh that translation reads, at one instant; immutable.
public struct MeshSnapshot: Sendable {
    /// The key of a service's endpoints.
    public struct ServiceKey: Hashable, Sendable {
        /// The host name.
        public let hostname: String
        /// The namespace of the object that defines it.
        public let namespace: String

        /// Makes a key.
        public init(hostname: String, namespace: String) {
            self.hostname = hostname
            self.namespace = namespace
        }
    }

    /// The services with their visibility.
    public var services: ServiceTable
    /// The endpoints of each service, shards in order of provider, then cluster (EG-E1).
    public var shards: [ServiceKey: [EndpointShard]]
    /// The gateways.
    public var gateways: GatewayTable
    /// The Sidecar resources.
    public var sidecars: SidecarTable
    /// The DestinationRules.
    public var destinationRules: DestinationRuleTable
    /// The PeerAuthentications.
    public var peerAuthentications: PeerAuthenticationTable
    /// The hosts whose endpoints stay in their cluster.
    public var clusterLocalHosts: ClusterLocalHosts
    /// The mesh's own locality setting, or `nil` if disabled (EG-P2).
    public var meshLocality: LocalityLoadBalancing?
    /// The pods and WorkloadEntries.
    public var workloads: WorkloadTable
    /// The rule set of inference and translation.
    public var semantics: TranslationSemantics
    /// The suffix of Kubernetes host names, `cluster.local` unless set.
    public var domainSuffix: String
    /// The optional features that are enabled.
    public var features: MeshFeatures
    /// A Boolean value that indicates whether requests to HTTP ports go over HTTP/2 unless a rule says otherwise.
    public var upgradesToHTTP2 = false
    /// The ambient properties of Kubernetes Services; empty without ambient mode.
    public var ambientServices: [ServiceKey: AmbientService]

    /// Makes a snapshot.
    public init(
        services: ServiceTable,
        shards: [ServiceKey: [EndpointShard]],
        gateways: GatewayTable,
        destinationRules: DestinationRuleTable,
        peerAuthentications: PeerAuthenticationTable,
        clusterLocalHosts: ClusterLocalHosts,
        meshLocality: LocalityLoadBalancing?,
        workloads: WorkloadTable,
        semantics: TranslationSemantics,
        domainSuffix: String,
        features: MeshFeatures = MeshFeatures(),
        ambientServices: [ServiceKey: AmbientService] = [:],
        sidecars: SidecarTable = .empty
    ) {
        self.services = services
        self.sidecars = sidecars
        self.shards = shards
        self.gateways = gateways
        self.destinationRules = destinationRules
        self.peerAuthentications = peerAuthentications
        self.clusterLocalHosts = clusterLocalHosts
        self.meshLocality = meshLocality
        self.workloads = workloads
        self.semantics = semantics
        self.domainSuffix = domainSuffix
        self.features = features
        self.ambientServices = ambientServices
    }
}

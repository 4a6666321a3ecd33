public import MeshModel

/// What the API server of one cluster lists, as far as it is read.
public struct ClusterObjects: Sendable {
    /// The cluster.
    public let id: ClusterID
    /// Namespaces.
    public var namespaces: [KubernetesNamespace] = []
    /// Nodes.
    public var nodes: [KubernetesNode] = []
    /// Pods.
    public var pods: [KubernetesPod] = []
    /// Services.
    public var services: [KubernetesService] = []
    /// EndpointSlices.
    public var endpointSlices: [EndpointSlice] = []
    /// Gateways of the Gateway API.
    public var gateways: [KubernetesGateway] = []
    /// ServiceExports.
    public var serviceExports: [ServiceExport] = []
    /// ServiceImports.
    public var serviceImports: [ServiceImport] = []
    /// WorkloadEntries.
    public var workloadEntries: [WorkloadEntry] = []
    /// ServiceEntries; they count in the config cluster only.
    public var serviceEntries: [ServiceEntry] = []
    /// DestinationRules; they count in the config cluster only.
    public var destinationRules: [DestinationRuleManifest] = []
    /// PeerAuthentications; they count in the config cluster only.
    public var peerAuthentications: [PeerAuthenticationManifest] = []
    /// The mesh configuration of ConfigMap `istio`.
    public var meshConfig: MeshConfig?
    /// The mesh networks of ConfigMap `istio`.
    public var meshNetworks: MeshNetworks?
    /// The ConfigMap that carries both, if there is one.
    var configMap: ObjectName?
    /// How many objects of each other kind were passed over.
    public var skippedKinds: [String: Int] = [:]

    /// The files that it is made of, in order.
    public private(set) var files: [FileObjects] = []

    /// The objects that stand in it twice.
    private(set) var duplicates: [InputError] = []

    /// Makes an empty cluster.
    public init(id: ClusterID) { self.id = id }

    /// Puts a cluster together of its files.
    ///
    /// - Parameter mayRepeat: whether an object may stand in several files, as no API server lists it.
    init(id: ClusterID, files: [FileObjects], mayRepeat: Bool = true) {
        self.id = id
        self.files = files
        for file in files.lazy.map(\.objects) {
            namespaces += file.namespaces
            nodes += file.nodes
            pods += file.pods
            services += file.services
            endpointSlices += file.endpointSlices
            gateways += file.gateways
            serviceExports += file.serviceExports
            serviceImports += file.serviceImports
            workloadEntries += file.workloadEntries
            serviceEntries += file.serviceEntries
            destinationRules += file.destinationRules
            peerAuthentications += file.peerAuthentications
            meshConfig = file.meshConfig ?? meshConfig
            meshNetworks = file.meshNetworks ?? meshNetworks
            configMap = file.configMap ?? configMap
            skippedKinds.merge(file.skippedKinds, uniquingKeysWith: +)
        }
        if mayRepeat { duplicates = DuplicateObjects.find(in: self) }
    }
}

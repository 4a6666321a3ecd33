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
    /// How many objects of each other kind were passed over.
    public var skippedKinds: [String: Int] = [:]

    /// Makes an empty cluster.
    public init(id: ClusterID) { self.id = id }
}

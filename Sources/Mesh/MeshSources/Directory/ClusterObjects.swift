public import MeshModel

/// The objects of one cluster's API server that are read.
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
    /// ServiceEntries; only those of the config cluster count.
    public var serviceEntries: [ServiceEntry] = []
    /// DestinationRules; only those of the config cluster count.
    public var destinationRules: [DestinationRuleManifest] = []
    /// PeerAuthentications; only those of the config cluster count.
    public var peerAuthentications: [PeerAuthenticationManifest] = []
    /// Sidecars; they count in the config cluster only.
    public var sidecars: [SidecarManifest] = []
    /// The ConfigMaps `istio` and `istio-<revision>` with the configuration of the mesh.
    public var configMaps: [MeshConfigMap] = []
    /// The number of skipped objects of each other kind.
    public var skippedKinds: [String: Int] = [:]

    /// The files of the cluster, in order.
    public private(set) var files: [FileObjects] = []

    /// The errors about duplicate objects.
    private(set) var duplicates: [InputError] = []

    /// Returns a Boolean value that indicates whether both are the same cluster, read from the same files.
    func isSame(as other: ClusterObjects) -> Bool {
        id == other.id && files.count == other.files.count && zip(files, other.files).allSatisfy { $0 === $1 }
    }

    /// Makes an empty cluster.
    public init(id: ClusterID) { self.id = id }

    /// Makes a cluster from its files.
    ///
    /// - Parameter mayRepeat: a Boolean value that indicates whether an object may be in several files, which API
    ///   servers never list.
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
            sidecars += file.sidecars
            configMaps += file.configMaps
            skippedKinds.merge(file.skippedKinds, uniquingKeysWith: +)
        }
        if mayRepeat { duplicates = DuplicateObjects.find(in: self) }
    }
}

internal import MeshModel

/// An object with metadata.
protocol ManifestObject: Equatable {
    /// The metadata, with its unique name.
    var metadata: ObjectMetadata { get }
}

extension KubernetesNamespace: ManifestObject {}
extension KubernetesNode: ManifestObject {}
extension KubernetesPod: ManifestObject {}
extension KubernetesService: ManifestObject {}
extension EndpointSlice: ManifestObject {}
extension KubernetesGateway: ManifestObject {}
extension ServiceExport: ManifestObject {}
extension ServiceImport: ManifestObject {}
extension WorkloadEntry: ManifestObject {}
extension ServiceEntry: ManifestObject {}
extension DestinationRuleManifest: ManifestObject {}
extension PeerAuthenticationManifest: ManifestObject {}
extension SidecarManifest: ManifestObject {}
extension MeshConfigMap: ManifestObject {}

extension ManifestObject {
    fileprivate var objectName: ObjectName { ObjectName(namespace: metadata.namespace, name: metadata.name) }
}

extension ClusterObjects {
    /// Returns the number of objects of a kind.
    public func count(of kind: ObjectKind) -> Int { names(of: kind).count }

    /// The names of all objects of a kind, in order of the objects; of ConfigMaps only those with the configuration of the mesh.
    func names(of kind: ObjectKind) -> [ObjectName] {
        switch kind {
        case .namespace: namespaces.map(\.objectName)
        case .node: nodes.map(\.objectName)
        case .pod: pods.map(\.objectName)
        case .service: services.map(\.objectName)
        case .endpointSlice: endpointSlices.map(\.objectName)
        case .gateway: gateways.map(\.objectName)
        case .serviceExport: serviceExports.map(\.objectName)
        case .serviceImport: serviceImports.map(\.objectName)
        case .workloadEntry: workloadEntries.map(\.objectName)
        case .serviceEntry: serviceEntries.map(\.objectName)
        case .destinationRule: destinationRules.map(\.objectName)
        case .peerAuthentication: peerAuthentications.map(\.objectName)
        case .sidecar: sidecars.map(\.objectName)
        case .configMap: configMaps.map(\.objectName)
        default: []
        }
    }

    /// Returns true if both have an object of that name with the same content.
    func equals(_ other: ClusterObjects, at name: ObjectName, of kind: ObjectKind) -> Bool {
        switch kind {
        case .namespace: equals(\.namespaces, other, name)
        case .node: equals(\.nodes, other, name)
        case .pod: equals(\.pods, other, name)
        case .service: equals(\.services, other, name)
        case .endpointSlice: equals(\.endpointSlices, other, name)
        case .gateway: equals(\.gateways, other, name)
        case .serviceExport: equals(\.serviceExports, other, name)
        case .serviceImport: equals(\.serviceImports, other, name)
        case .workloadEntry: equals(\.workloadEntries, other, name)
        case .serviceEntry: equals(\.serviceEntries, other, name)
        case .destinationRule: equals(\.destinationRules, other, name)
        case .peerAuthentication: equals(\.peerAuthentications, other, name)
        case .sidecar: equals(\.sidecars, other, name)
        case .configMap: equals(\.configMaps, other, name)
        default: false
        }
    }

    private func equals<Object: ManifestObject>(
        _ list: KeyPath<ClusterObjects, [Object]>,
        _ other: ClusterObjects,
        _ name: ObjectName
    ) -> Bool {
        guard let mine = self[keyPath: list].first(where: { $0.objectName == name }) else { return false }
        return other[keyPath: list].first { $0.objectName == name } == mine
    }

    /// Replaces objects of a kind by others; the objects of the kind are then in order of their names.
    mutating func replace(_ gone: Set<ObjectName>, by others: [ClusterObjects], of kind: ObjectKind) {
        switch kind {
        case .namespace: replace(\.namespaces, gone, others)
        case .node: replace(\.nodes, gone, others)
        case .pod: replace(\.pods, gone, others)
        case .service: replace(\.services, gone, others)
        case .endpointSlice: replace(\.endpointSlices, gone, others)
        case .gateway: replace(\.gateways, gone, others)
        case .serviceExport: replace(\.serviceExports, gone, others)
        case .serviceImport: replace(\.serviceImports, gone, others)
        case .workloadEntry: replace(\.workloadEntries, gone, others)
        case .serviceEntry: replace(\.serviceEntries, gone, others)
        case .destinationRule: replace(\.destinationRules, gone, others)
        case .peerAuthentication: replace(\.peerAuthentications, gone, others)
        case .sidecar: replace(\.sidecars, gone, others)
        case .configMap: replace(\.configMaps, gone, others)
        default: break
        }
    }

    private mutating func replace<Object: ManifestObject>(
        _ list: WritableKeyPath<ClusterObjects, [Object]>,
        _ gone: Set<ObjectName>,
        _ others: [ClusterObjects]
    ) {
        self[keyPath: list].removeAll { gone.contains($0.objectName) }
        for other in others { self[keyPath: list] += other[keyPath: list] }
        self[keyPath: list].sort { $0.objectName < $1.objectName }
    }

    /// Makes a live cluster of its buckets; kinds whose order matters are in order of names.
    init(live id: ClusterID, files: [FileObjects]) {
        self.init(id: id, files: files, mayRepeat: false)
        nodes.sort { $0.objectName < $1.objectName }
        gateways.sort { $0.objectName < $1.objectName }
        serviceExports.sort { $0.objectName < $1.objectName }
        serviceImports.sort { $0.objectName < $1.objectName }
        serviceEntries.sort { $0.objectName < $1.objectName }
        destinationRules.sort { $0.objectName < $1.objectName }
        peerAuthentications.sort { $0.objectName < $1.objectName }
        configMaps.sort { $0.objectName < $1.objectName }
        sidecars.sort { $0.objectName < $1.objectName }
    }
}

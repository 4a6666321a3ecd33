public import MeshModel

extension MeshDirectory {
    /// The namespaces of a cluster whose objects exist for the control plane; nil for all (NI-5).
    public func discoveredNamespaces(of cluster: ClusterObjects) -> Set<String>? {
        let selectors = meshConfig.discoverySelectors
        guard !selectors.isEmpty else { return nil }
        return Set(
            cluster.namespaces.lazy.filter { namespace in
                selectors.contains { $0.matches(namespace.metadata.labels) }
            }.map(\.metadata.name)
        )
    }

    /// The revision whose objects count; nil when objects of all revisions do.
    ///
    /// Without a revision that is named, it is the one of the ConfigMap that counts.
    public var effectiveRevision: String? { revision ?? configMap?.revision }

    /// The mesh as the control plane sees it: without objects in namespaces that no discovery selector matches, and
    /// without Istio's objects that are labelled for another revision.
    ///
    /// Namespaces, Nodes and Gateways of the Gateway API are seen in any case.
    ///
    /// - Parameters:
    ///   - semantics: the rule set, which decides about Istio's objects in namespaces that are not discovered.
    ///   - before: an earlier state of the mesh under the same rule set, and what was seen of it; clusters that did not
    ///     change are reused. The clusters of both states are as they were read.
    public func discovered(
        by semantics: TranslationSemantics,
        after before: (whole: MeshDirectory, seen: MeshDirectory)? = nil
    ) -> MeshDirectory {
        let revision = effectiveRevision
        guard !meshConfig.discoverySelectors.isEmpty || revision != nil else { return self }
        let before = before?.whole.effectiveRevision == revision ? before : nil
        var mesh = self
        for index in mesh.clusters.indices {
            if let before, let known = before.whole.clusters.firstIndex(where: { $0.isSame(as: clusters[index]) }),
                before.whole.discoveredNamespaces(of: before.whole.clusters[known])
                    == discoveredNamespaces(of: clusters[index])
            {
                mesh.clusters[index] = before.seen.clusters[known]
                continue
            }
            if let namespaces = discoveredNamespaces(of: clusters[index]) {
                mesh.clusters[index].keep(namespaces, semantics.undiscoveredConfiguration)
            }
            if let revision { mesh.clusters[index].keep(revision: revision) }
        }
        return mesh
    }
}

extension ClusterObjects {
    /// Drops the objects of all other namespaces.
    fileprivate mutating func keep(
        _ namespaces: Set<String>,
        _ configuration: TranslationSemantics.UndiscoveredConfiguration
    ) {
        let isKept = { (metadata: ObjectMetadata) in namespaces.contains(metadata.namespace) }
        if !pods.allSatisfy({ isKept($0.metadata) }) { pods.removeAll { !isKept($0.metadata) } }
        if !services.allSatisfy({ isKept($0.metadata) }) { services.removeAll { !isKept($0.metadata) } }
        if !endpointSlices.allSatisfy({ isKept($0.metadata) }) { endpointSlices.removeAll { !isKept($0.metadata) } }
        if !serviceExports.allSatisfy({ isKept($0.metadata) }) { serviceExports.removeAll { !isKept($0.metadata) } }
        if !serviceImports.allSatisfy({ isKept($0.metadata) }) { serviceImports.removeAll { !isKept($0.metadata) } }
        if configuration == .ignored { keepConfiguration { namespaces.contains($0.namespace) } }
    }

    /// Drops Istio's objects that are labelled for another revision.
    fileprivate mutating func keep(revision: String) {
        keepConfiguration { metadata in metadata.labels[LabelKey.revision].map { $0 == revision } ?? true }
    }

    private mutating func keepConfiguration(_ isKept: (ObjectMetadata) -> Bool) {
        // An array that is written to is copied: most meshes keep all.
        if !workloadEntries.allSatisfy({ isKept($0.metadata) }) { workloadEntries.removeAll { !isKept($0.metadata) } }
        if !serviceEntries.allSatisfy({ isKept($0.metadata) }) { serviceEntries.removeAll { !isKept($0.metadata) } }
        if !destinationRules.allSatisfy({ isKept($0.metadata) }) { destinationRules.removeAll { !isKept($0.metadata) } }
        if !peerAuthentications.allSatisfy({ isKept($0.metadata) }) {
            peerAuthentications.removeAll { !isKept($0.metadata) }
        }
        if !sidecars.allSatisfy({ isKept($0.metadata) }) { sidecars.removeAll { !isKept($0.metadata) } }
    }
}

internal import MeshModel
internal import MeshSources

/// An inferred mesh with all intermediate results, so that a later state can continue from it.
struct InferredMesh: Sendable {
    typealias Endpoints = [MeshSnapshot.ServiceKey: [Endpoint]]

    /// The mesh as it was read.
    private let whole: MeshDirectory
    /// The mesh as the control plane sees it.
    let mesh: MeshDirectory
    let inference: MeshInference
    let clusters: [ClusterInference]
    private let services: [Service]
    private let gateways: [Gateway]
    /// The endpoints of ServiceEntries.
    private let external: Endpoints
    private let endpoints: [ClusterID: Endpoints]
    let snapshot: MeshSnapshot

    /// Infers a mesh.
    ///
    /// - Parameters:
    ///   - whole: the objects; its clusters are as they were read.
    ///   - inference: the rules.
    ///   - before: an earlier state, which does not change the result.
    /// - Throws: ``InputErrors`` for contradictory statements, under rule sets that refuse them.
    init(
        _ whole: MeshDirectory,
        by inference: MeshInference,
        after before: InferredMesh? = nil
    ) throws(InputErrors) {
        let seen = before.flatMap { before in
            before.inference.semantics == inference.semantics ? (whole: before.whole, seen: before.mesh) : nil
        }
        let mesh = whole.discovered(by: inference.semantics, after: seen)
        let conflicts = MeshNetworksCheck.conflicts(in: mesh.meshNetworks, semantics: inference.semantics)
        guard conflicts.isEmpty else { throw InputErrors(conflicts) }
        let before = before.flatMap { $0.canLead(to: mesh, by: inference) ? $0 : nil }
        let changes = zip(before?.clusters ?? [], mesh.clusters).map { ClusterDelta(from: $0.cluster, to: $1) }
        let clusters = mesh.clusters.enumerated().map { number, cluster in
            ClusterInference(
                cluster: cluster,
                networks: ClusterNetworks(
                    cluster: cluster,
                    systemNamespace: mesh.systemNamespace,
                    meshNetworks: mesh.meshNetworks,
                    semantics: inference.semantics
                ),
                domainSuffix: mesh.domainSuffix,
                semantics: inference.semantics,
                after: before.map { ($0.clusters[number], changes[number]) }
            )
        }
        let change = MeshChange(
            from: before?.clusters,
            to: clusters,
            changes,
            services: ServiceInference(mesh: mesh),
            configCluster: mesh.configCluster,
            // Each cluster has the statements of MeshNetworks about itself.
            touchesStaticGateways: before.map { $0.mesh.meshNetworks != mesh.meshNetworks } ?? true
        )
        self.whole = whole
        self.mesh = mesh
        self.inference = inference
        self.clusters = clusters
        services = Self.services(mesh, change, before)
        gateways = Self.gateways(mesh, clusters, inference.semantics.hboneListeners, change, before)
        external = Self.external(mesh, clusters, change, before)
        endpoints = Self.endpoints(clusters, changes, before)
        snapshot = Self.snapshot(
            Parts(services: services, gateways: gateways, external: external, endpoints: endpoints),
            mesh,
            clusters,
            inference,
            change,
            before
        )
    }

    /// Returns a Boolean value that indicates whether all mesh-wide input is the same, so that a later state differs in
    /// objects only.
    private func canLead(to mesh: MeshDirectory, by inference: MeshInference) -> Bool {
        self.inference.semantics == inference.semantics && self.inference.features == inference.features
            && self.mesh.configCluster == mesh.configCluster && self.mesh.systemNamespace == mesh.systemNamespace
            && self.mesh.domainSuffix == mesh.domainSuffix && self.mesh.meshConfig == mesh.meshConfig
            && self.mesh.clusters.map(\.id) == mesh.clusters.map(\.id)
            && self.mesh.effectiveRevision == mesh.effectiveRevision
            && zip(self.mesh.clusters, mesh.clusters).allSatisfy {
                self.mesh.discoveredNamespaces(of: $0) == mesh.discoveredNamespaces(of: $1)
            }
    }

    private static func services(_ mesh: MeshDirectory, _ change: MeshChange, _ before: InferredMesh?) -> [Service] {
        if let before, !change.touchesServices { return before.services }
        let services = ServiceInference(mesh: mesh).services()
        // An identical array makes later comparisons with it cheap.
        if let before, before.services == services { return before.services }
        return services
    }

    private static func gateways(
        _ mesh: MeshDirectory,
        _ clusters: [ClusterInference],
        _ hboneListeners: TranslationSemantics.HBONEListeners,
        _ change: MeshChange,
        _ before: InferredMesh?
    ) -> [Gateway] {
        if let before, !change.touchesGateways { return before.gateways }
        let networks = Dictionary(clusters.map { ($0.cluster.id, $0.networks) }) { first, _ in first }
        return GatewayInference(mesh: mesh, networks: networks, hboneListeners: hboneListeners).gateways()
    }

    private static func external(
        _ mesh: MeshDirectory,
        _ clusters: [ClusterInference],
        _ change: MeshChange,
        _ before: InferredMesh?
    ) -> Endpoints {
        guard let config = clusters.first(where: { $0.cluster.id == mesh.configCluster }) else { return [:] }
        guard let before, let touched = change.touchedByServiceEntries else {
            let found = ServiceEntryInference(config: config, clusters: clusters).endpoints()
            return found.filter { !$0.value.isEmpty }.reusing(before?.external)
        }
        guard !touched.isEmpty else { return before.external }
        let inference = ServiceEntryInference(config: config, clusters: clusters) { touched.contains($0) }
        return before.external.replacing(touched, by: inference.endpoints())
    }

    private static func endpoints(
        _ clusters: [ClusterInference],
        _ changes: [ClusterDelta],
        _ before: InferredMesh?
    ) -> [ClusterID: Endpoints] {
        var result: [ClusterID: Endpoints] = [:]
        for (number, cluster) in clusters.enumerated() {
            let id = cluster.cluster.id
            guard let before, let known = before.endpoints[id] else {
                result[id] = cluster.endpoints().filter { !$0.value.isEmpty }
                continue
            }
            let isTouched = cluster.touchedServices(after: before.clusters[number], changes[number])
            result[id] = known.replacing(known.keys.filter(isTouched), by: cluster.endpoints(of: isTouched))
        }
        return result
    }
}

extension InferredMesh.Endpoints {
    /// Returns these endpoints with others for some services; arrays that are equal are kept.
    fileprivate func replacing(_ keys: some Sequence<Key>, by others: Self) -> Self {
        var endpoints = self
        for key in keys { endpoints[key] = nil }
        for (key, found) in others.reusing(self) where !found.isEmpty { endpoints[key] = found }
        return endpoints
    }

    /// Returns the same endpoints, with the arrays of an earlier state that are equal.
    fileprivate func reusing(_ before: Self?) -> Self {
        guard let before else { return self }
        return Dictionary(
            uniqueKeysWithValues: map { key, endpoints in
                if let known = before[key], known == endpoints { return (key, known) }
                return (key, endpoints)
            }
        )
    }
}

public import MeshModel
public import MeshSources
internal import NetworkInference

/// The files of a mesh directory, as texts by path.
public struct TestMesh: Sendable {
    /// The texts by path.
    public var files: [String: String]
    /// The features that are switched on.
    public var features = MeshFeatures()

    /// Makes a mesh of files.
    public init(_ files: [String: String]) { self.files = files }

    /// Makes a mesh from the objects of each cluster; the first cluster by name is the config cluster.
    public init(clusters: [String: [String]], meshNetworks: String? = nil, dns: String? = nil, mesh: String? = nil) {
        files = ["mesh-directory.yaml": "configCluster: \"\(clusters.keys.min() ?? "")\"\n"]
        for (id, objects) in clusters {
            files["clusters/\(id)/objects.yaml"] = objects.joined(separator: "---\n")
        }
        files["mesh-networks.yaml"] = meshNetworks
        files["dns.yaml"] = dns
        files["mesh.yaml"] = mesh
    }

    /// Returns the mesh with other features.
    public func with(_ features: MeshFeatures) -> TestMesh {
        var mesh = self
        mesh.features = features
        return mesh
    }

    /// Reads the files.
    public func directory() throws -> MeshDirectory {
        try MeshDirectoryReader().read(
            files: files.map { SourceFile(path: $0.key, text: $0.value) },
            displayName: "mesh"
        )
    }

    /// Infers the mesh from the files.
    ///
    /// - Parameters:
    ///   - semantics: the rule set.
    ///   - features: the features that are switched on; nil for those of the mesh.
    ///   - encodesShares: whether `share-encoding=auto` counts; without it localities are those of the endpoints.
    public func snapshot(
        _ semantics: TranslationSemantics,
        features: MeshFeatures? = nil,
        encodesShares: Bool = false
    ) throws -> MeshSnapshot {
        var semantics = semantics
        if !encodesShares, semantics.shareEncoding == .auto { semantics.shareEncoding = .endpointWeights }
        return try MeshInference(semantics: semantics, features: features ?? self.features).snapshot(of: directory())
    }

    /// Returns the proxies' view.
    ///
    /// - Parameters:
    ///   - semantics: the rule set.
    ///   - features: the features that are switched on.
    ///   - encodesShares: whether `share-encoding=auto` counts; without it localities are those of the endpoints.
    public func translated(
        _ semantics: TranslationSemantics,
        features: MeshFeatures = MeshFeatures(),
        encodesShares: Bool = false
    ) throws -> TranslatedMesh {
        TranslatedMesh(try snapshot(semantics, features: features, encodesShares: encodesShares))
    }
}

public import MeshModel

/// A mesh directory whose clusters are treated as live ones, so that a timeline can continue from them.
public struct RecordedMesh: Sendable {
    /// The files outside of clusters: settings, MeshConfig, pinned names, proxies.
    public let base: [SourceFile]
    /// The objects of each cluster, ascending by id.
    public let clusters: [(id: ClusterID, content: ClusterContent)]
    /// The config cluster.
    public let configCluster: ClusterID
    /// The namespace of the control plane.
    public let systemNamespace: String

    /// Reads a directory.
    ///
    /// - Parameter keepsContent: a Boolean value that indicates whether objects keep their content, to be recorded
    ///   again.
    /// - Throws: ``InputErrors`` with all errors.
    public init(
        directory path: String,
        limits: ReadingLimits = ReadingLimits(),
        keepsContent: Bool = false
    ) throws(InputErrors) {
        do throws(InputError) {
            let files = try FileTree.files(below: path, limits: limits)
            base = files.filter { FileObjects.cluster(ofPath: $0.path) == nil }
            let settings = try Self.settings(base)
            systemNamespace = settings.systemNamespace ?? "istio-system"
            var clusters: [ClusterID: [ClusterUpdate]] = [:]
            for file in files {
                guard let id = FileObjects.cluster(ofPath: file.path) else { continue }
                for (kind, object) in try Self.objects(file, id, systemNamespace, keepsContent) {
                    clusters[id, default: []].append(.changed(kind, object))
                }
            }
            self.clusters = clusters.sorted { $0.key < $1.key }.map { ($0, ClusterContent(applying: $1)) }
            configCluster = settings.configCluster ?? clusters.keys.min() ?? ClusterID("")
        } catch {
            throw InputErrors([error])
        }
        let problems = clusters.flatMap { _, content in
            ObjectKind.all.flatMap { content.objects(of: $0).compactMap(\.problem) }
        }
        guard problems.isEmpty else { throw InputErrors(problems) }
    }

    private static func settings(
        _ files: [SourceFile]
    ) throws(InputError) -> (configCluster: ClusterID?, systemNamespace: String?) {
        guard let file = files.first(where: { $0.path == "mesh-directory.yaml" }) else { return (nil, nil) }
        let found = try file.firstDocument { (value) throws(InputError) in
            let fields = try value.mapping("the directory's settings")
            let cluster = try fields["configCluster"]?.string()
            return (cluster.map { ClusterID($0) }, try fields["systemNamespace"]?.string())
        }
        return found ?? (nil, nil)
    }

    private static func objects(
        _ file: SourceFile,
        _ cluster: ClusterID,
        _ systemNamespace: String,
        _ keepsContent: Bool
    ) throws(InputError) -> [(ObjectKind, LiveObject)] {
        let outcome = file.bytes.withUnsafeBufferPointer { bytes -> Result<[(ObjectKind, LiveObject)], InputError> in
            var found: [(ObjectKind, LiveObject)] = []
            do throws(InputError) {
                var parser = try ManifestParser(bytes, file: file.displayName, limits: ReadingLimits())
                while let document = try parser.next() {
                    let object = ManifestValue(root: document)
                    guard !object.isNull else { continue }
                    let fields = try object.mapping("a Kubernetes object")
                    let kind = try fields.required("kind", "the object's kind").string()
                    let items = kind.hasSuffix("List") ? try fields.list("items") : [object]
                    for item in items {
                        let own = try item.mapping("a Kubernetes object")
                        let version = try own.required("apiVersion", "the object's API version").string()
                        guard
                            let kind = ObjectKind.of(apiVersion: version, kind: try own.required("kind", "").string())
                        else { continue }
                        let live = try LiveObject(
                            item,
                            of: kind,
                            cluster: cluster,
                            systemNamespace: systemNamespace,
                            keepsContent: keepsContent
                        )
                        found.append((kind, live))
                    }
                }
                return .success(found)
            } catch {
                return .failure(error)
            }
        }
        return try outcome.get()
    }
}

public import MeshModel
internal import MeshSources
internal import TextFormats

/// The name of an object in one cluster, or in all.
public struct ObjectPattern: Hashable, Sendable, CustomStringConvertible {
    /// The kind, such as `Service`.
    public let kind: String
    /// The namespace; empty for cluster-wide kinds.
    public let namespace: String
    /// The name.
    public let name: String
    /// The cluster, or `nil` for every cluster.
    public let cluster: ClusterID?

    /// Names an object.
    public init(kind: String, namespace: String = "", name: String, cluster: ClusterID? = nil) {
        self.kind = kind
        self.namespace = namespace
        self.name = name
        self.cluster = cluster
    }

    /// `Kind namespace/name in cluster`.
    public var description: String {
        let path = namespace.isEmpty ? name : "\(namespace)/\(name)"
        return "\(kind) \(path)\(cluster.map { " in \($0)" } ?? "")"
    }

    /// Reads a `deletions.yaml`: a list of objects with `kind`, `name`, and where they apply `namespace` and `cluster`.
    ///
    /// - Throws: ``DumpError``.
    public static func list(reading bytes: [UInt8]) throws(DumpError) -> [ObjectPattern] {
        guard case .array(let items) = try DumpReader.value(of: bytes) else {
            throw DumpError(.type, "expected a list of objects with kind and name")
        }
        var patterns: [ObjectPattern] = []
        for (index, item) in items.enumerated() {
            do throws(DumpError) {
                patterns.append(try ObjectPattern(item))
            } catch {
                throw error.within("[\(index)]")
            }
        }
        return patterns
    }

    private init(_ value: JSONValue) throws(DumpError) {
        guard case .object(let members) = value else { throw value.unexpected("an object with kind and name") }
        if let unknown = members.first(where: { !["kind", "namespace", "name", "cluster"].contains($0.name) }) {
            throw DumpError(.type, "unknown field \"\(unknown.name)\", expected kind, namespace, name or cluster")
        }
        let cluster = try value.text("cluster")
        self.init(
            kind: try value.text("kind"),
            namespace: try value.text("namespace"),
            name: try value.text("name"),
            cluster: cluster.isEmpty ? nil : ClusterID(cluster)
        )
        guard !kind.isEmpty, !name.isEmpty else { throw DumpError(.type, "kind or name is missing, expected both") }
    }

    /// Returns a Boolean value that indicates whether an object matches.
    func matches(_ reference: ObjectReference) -> Bool {
        reference.kind == kind && reference.namespace == namespace && reference.name == name
            && (cluster == nil || cluster == reference.cluster)
    }
}

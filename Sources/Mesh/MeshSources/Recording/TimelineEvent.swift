public import MeshModel

/// One line of a recorded timeline: the change of a cluster, with its time.
public struct TimelineEvent: Sendable {
    /// A kind of change.
    public enum Action: Sendable {
        /// An object was added or changed.
        case changed(ObjectKind, LiveObject)
        /// An object was removed.
        case removed(ObjectKind, ObjectName)
        /// A cluster completed its initial sync, with all objects recorded before.
        case clusterSynced
        /// A cluster was removed with all its objects.
        case clusterRemoved
    }

    /// Milliseconds since the recording began.
    public let milliseconds: Int
    /// The cluster.
    public let cluster: ClusterID
    /// The change.
    public let action: Action

    /// Reads a line.
    ///
    /// - Parameters:
    ///   - json: the line, `{"at": MILLISECONDS, "cluster": ID, "type": ADDED|MODIFIED|DELETED|SYNCED|GONE, "object":
    ///     {...}}`.
    ///   - file: the name in errors.
    ///   - line: the line's number.
    ///   - systemNamespace: the namespace of the control plane.
    ///   - keepsContent: a Boolean value that indicates whether objects keep their content, to be recorded again.
    /// - Throws: ``InputError`` with the place of the line.
    public init(
        json: [UInt8],
        file: String,
        line: Int,
        systemNamespace: String,
        keepsContent: Bool = false
    ) throws(InputError) {
        do throws(InputError) {
            let document = try ManifestDocument.json(json, file: file)
            let fields = try ManifestValue(root: document).mapping("an event of a timeline")
            milliseconds = try fields.required("at", "milliseconds")
                .integer(0...Int(Int32.max), "milliseconds since the beginning")
            cluster = ClusterID(try fields.required("cluster", "a cluster's id").string("a cluster's id"))
            let type = try fields.required("type", "the event's type")
            switch try type.string("the event's type") {
            case "SYNCED": action = .clusterSynced
            case "GONE": action = .clusterRemoved
            case "ADDED", "MODIFIED":
                let (kind, object) = try Self.object(fields, cluster, systemNamespace, keepsContent)
                if let problem = object.problem { throw problem }
                action = .changed(kind, object)
            case "DELETED":
                let (kind, object) = try Self.object(fields, cluster, systemNamespace, false)
                action = .removed(kind, object.name)
            default: throw type.unexpected("ADDED, MODIFIED, DELETED, SYNCED or GONE")
            }
        } catch {
            throw InputError(error.code, at: SourceLocation(file: file, line: line, column: 1), error.message)
        }
    }

    private static func object(
        _ fields: ManifestMapping,
        _ cluster: ClusterID,
        _ systemNamespace: String,
        _ keepsContent: Bool
    ) throws(InputError) -> (ObjectKind, LiveObject) {
        let value = try fields.required("object", "a Kubernetes object")
        let object = try value.mapping("a Kubernetes object")
        let kind = try object.required("kind", "the object's kind")
        let version = try object.required("apiVersion", "the object's API version").string()
        guard let known = ObjectKind.of(apiVersion: version, kind: try kind.string()) else {
            throw kind.unexpected("a kind that is read")
        }
        let live = try LiveObject(
            value,
            of: known,
            cluster: cluster,
            systemNamespace: systemNamespace,
            keepsContent: keepsContent
        )
        return (known, live)
    }
}

/// The kind of source of an assignment, with the fields that it has.
public enum SourceKind: String, Sendable {
    /// A mesh directory, translated here.
    case mesh
    /// The output of `translate`.
    case translation
    /// A golden file.
    case golden
    /// An xDS server.
    case xds
    /// ClusterLoadAssignments in JSON, such as istiod's `/debug/edsz`.
    case loadAssignments = "load-assignments"
    /// Envoy's `/config_dump?include_eds`.
    case configDump = "config-dump"
    /// Envoy's `/clusters?format=json`, or the output of istioctl for it.
    case clusters
    /// Both pages of an Envoy's admin port.
    case admin

    /// The fields that the source has.
    public var carried: Set<ComparedField> {
        var fields = Set(ComparedField.allCases)
        switch self {
        case .mesh, .golden: break
        case .translation, .xds, .loadAssignments: fields.remove(.network)
        case .configDump, .admin: fields.subtract([.network, .additionalAddresses, .policy])
        case .clusters: fields = [.locality, .priority, .health, .weight, .hostname]
        }
        return fields
    }

    /// The precision of health.
    public var healthPrecision: HostHealth.Precision {
        switch self {
        case .mesh, .translation, .golden, .xds, .loadAssignments: .exact
        case .clusters, .admin: .asApplied
        case .configDump: .coarse
        }
    }

    /// A Boolean value that indicates whether the source is an Envoy, which keeps one host per address only.
    public var isEnvoy: Bool { [.configDump, .clusters, .admin].contains(self) }

    /// The human-readable name.
    public var title: String {
        switch self {
        case .mesh: "a mesh directory"
        case .translation: "an output of translate"
        case .golden: "golden files"
        case .xds: "an xDS server"
        case .loadAssignments: "ClusterLoadAssignments"
        case .configDump: "an Envoy's config_dump"
        case .clusters: "an Envoy's /clusters"
        case .admin: "an Envoy's admin port"
        }
    }
}

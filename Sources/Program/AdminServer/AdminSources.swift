public import DiscoveryServer
public import MeshModel
public import MeshSources
public import MeshTracking
public import MeshViews
public import NameResolution
public import NetworkInference
public import PrometheusMetrics
internal import Synchronization

/// The sources of the admin server's data.
public struct AdminSources: Sendable {
    /// The program's name and version, such as `eds-translator 0.1.0`.
    public var program: String
    /// The status of the mesh's sources.
    public var inputs: SourceStatusStore
    /// The topics that changed since the page was last told.
    public var activity: ServerActivity
    /// The registry of metrics.
    public var registry: PrometheusRegistry
    /// Returns the status of the gateways' host names.
    public var names: @Sendable () async -> [HostNameStatus]

    /// Explains a proxy's endpoints under a name as human-readable text; returns `nil` if that is impossible.
    public var explain: @Sendable (_ name: String, Proxy, AdminMeshState) async -> String?

    /// Makes the sources.
    public init(
        program: String,
        inputs: SourceStatusStore,
        activity: ServerActivity,
        registry: PrometheusRegistry,
        names: @escaping @Sendable () async -> [HostNameStatus] = { [] },
        explain: @escaping @Sendable (_ name: String, Proxy, AdminMeshState) async -> String? = { _, _, _ in nil }
    ) {
        self.program = program
        self.inputs = inputs
        self.activity = activity
        self.registry = registry
        self.names = names
        self.explain = explain
    }
}

/// The contents of a state, for views that need them.
public struct AdminMeshState: Sendable {
    /// The state.
    public let served: MeshState
    /// The objects.
    public let objects: MeshDirectory
    /// The rules, with the addresses of gateway host names.
    public let inference: MeshInference

    /// Makes the contents of a state.
    public init(served: MeshState, objects: MeshDirectory, inference: MeshInference) {
        self.served = served
        self.objects = objects
        self.inference = inference
    }
}

/// The data to show; parts of it are set after the server has started.
final class AdminState: Sendable {
    private struct Contents: Sendable {
        var server: DiscoveryServer?
        var mesh: AdminMeshState?
        var isDraining = false
    }

    let sources: AdminSources
    private let contents = Mutex(Contents())

    init(_ sources: AdminSources) { self.sources = sources }

    /// The server, or `nil` before it has started.
    var server: DiscoveryServer? { contents.withLock { $0.server } }

    /// The contents of the newest state, or `nil` before there is one.
    var mesh: AdminMeshState? { contents.withLock { $0.mesh } }

    /// A Boolean value that indicates whether the server is draining.
    var isDraining: Bool { contents.withLock { $0.isDraining } }

    func recordDraining() { contents.withLock { $0.isDraining = true } }

    func show(_ server: DiscoveryServer) { contents.withLock { $0.server = server } }

    func show(_ mesh: AdminMeshState) { contents.withLock { $0.mesh = mesh } }
}

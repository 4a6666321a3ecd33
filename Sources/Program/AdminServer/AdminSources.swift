public import DiscoveryServer
public import MeshModel
public import MeshSources
public import MeshTracking
public import MeshViews
public import NameResolution
public import NetworkInference
public import PrometheusMetrics
internal import Synchronization

/// Where an admin server finds what it shows.
public struct AdminSources: Sendable {
    /// What the program is, such as `eds-translator 0.1.0`.
    public var program: String
    /// How the sources of the mesh are doing.
    public var inputs: InputBoard
    /// The topics that changed since the page was last told.
    public var activity: ServerActivity
    /// Where metrics are kept.
    public var registry: PrometheusRegistry
    /// How the host names of gateways are doing.
    public var names: @Sendable () async -> [NameStatus]

    /// Explains what a proxy sees under a name, as text for people; nil where nobody can.
    public var explain: @Sendable (_ name: String, Proxy, MeshAtHand) async -> String?

    /// Names all places.
    public init(
        program: String,
        inputs: InputBoard,
        activity: ServerActivity,
        registry: PrometheusRegistry,
        names: @escaping @Sendable () async -> [NameStatus] = { [] },
        explain: @escaping @Sendable (_ name: String, Proxy, MeshAtHand) async -> String? = { _, _, _ in nil }
    ) {
        self.program = program
        self.inputs = inputs
        self.activity = activity
        self.registry = registry
        self.names = names
        self.explain = explain
    }
}

/// What a state is made of, for views that look into it.
public struct MeshAtHand: Sendable {
    /// The state.
    public let served: MeshState
    /// The objects.
    public let objects: MeshDirectory
    /// The rules, with the addresses of gateway host names.
    public let inference: MeshInference

    /// Puts together what belongs together.
    public init(served: MeshState, objects: MeshDirectory, inference: MeshInference) {
        self.served = served
        self.objects = objects
        self.inference = inference
    }
}

/// What can be shown now; parts of it come when the server has started.
final class AdminRoom: Sendable {
    private struct Contents: Sendable {
        var server: DiscoveryServer?
        var mesh: MeshAtHand?
        var isDraining = false
    }

    let sources: AdminSources
    private let contents = Mutex(Contents())

    init(_ sources: AdminSources) { self.sources = sources }

    /// The server; nil before it has started.
    var server: DiscoveryServer? { contents.withLock { $0.server } }

    /// What the newest state is made of; nil before there is one.
    var mesh: MeshAtHand? { contents.withLock { $0.mesh } }

    /// Whether the server ends its streams.
    var isDraining: Bool { contents.withLock { $0.isDraining } }

    func noteDraining() { contents.withLock { $0.isDraining = true } }

    func show(_ server: DiscoveryServer) { contents.withLock { $0.server = server } }

    func show(_ mesh: MeshAtHand) { contents.withLock { $0.mesh = mesh } }
}

internal import AdminServer
internal import CoreMetrics
internal import DiscoveryServer
internal import Logging
internal import MeshModel
internal import MeshSources
internal import MeshTracking
internal import MeshViews
internal import NIOCore
internal import NetworkInference
internal import PrometheusMetrics
internal import TextFormats

/// The observable state of a session: the status of its sources, metrics, and the admin server if there is one.
struct SessionTelemetry: Sendable {
    let inputs: SourceStatusStore
    let activity: ServerActivity
    /// The registry of metrics; nil keeps none.
    let registry: PrometheusRegistry?
    private let states: StateMetrics
    private let admin: AdminServer?
    private let directory: String?
    private let inference: MeshInference

    /// Starts the admin server if it is enabled.
    ///
    /// - Throws: ``ServerError`` when its address cannot be bound.
    init(_ configuration: ServerConfiguration, hasBase: Bool, _ names: GatewayNames) async throws {
        let activity = ServerActivity()
        self.activity = activity
        inputs = SourceStatusStore(onChange: { activity.record(.sources) }, now: { WallClock.milliseconds() })
        directory = hasBase ? configuration.directory ?? "bundled mesh" : nil
        inference = configuration.inference
        if let directory {
            let kind: SourceStatus.Kind = configuration.directory == nil ? .bundled : .directory
            inputs.set(SourceStatus(id: directory, kind: kind, location: directory))
        }
        guard let wanted = configuration.admin else {
            (registry, admin) = (nil, nil)
            states = StateMetrics(NOOPMetricsHandler.instance)
            return
        }
        let registry = PrometheusRegistry(MetricsCatalog.descriptions)
        self.registry = registry
        states = StateMetrics(registry)
        let explanations = ExplanationService(text: wanted.explanationText)
        let sources = AdminSources(
            program: wanted.program,
            inputs: inputs,
            activity: activity,
            registry: registry,
            names: { await names.statuses() },
            explain: { name, proxy, mesh in await explanations.text(of: name, for: proxy, in: mesh) }
        )
        do {
            let logger = configuration.loggers.admin
            let admin = try await AdminServer.start(wanted.server, showing: sources, logger: logger)
            self.admin = admin
            let port = admin.localAddress?.port ?? wanted.server.port
            configuration.announce("admin page on http://\(AddressText.hostPort(wanted.server.host, port))/")
        } catch {
            throw ServerError(.unreachable, "cannot listen on \(wanted.address): \(error)", cause: error)
        }
    }

    // MARK: Sources

    /// Records that the directory was read.
    func recordRead(_ mesh: MeshTracker) {
        guard let directory else { return }
        inputs.recordSync(directory, objects: mesh.baseCounts, problems: mesh.baseProblems.map(\.description))
    }

    /// Records that the directory could not be read.
    func recordUnread(because errors: String) {
        if let directory { inputs.recordFailure(directory, because: errors) }
        states.recordFailed()
        inputs.failedState(because: errors)
    }

    /// Records changes of live clusters.
    func record(_ changes: [ClusterChange], _ mesh: MeshTracker) {
        for change in changes {
            if case .removed(let cluster) = change {
                inputs.remove(cluster.name)
            } else if !inputs.contains(change.cluster.name) {
                let name = change.cluster.name
                inputs.set(SourceStatus(id: name, kind: .cluster, location: "cluster \(name)"))
            }
        }
        for cluster in Set(changes.map(\.cluster)) where mesh.isSynced(cluster) {
            let counts = mesh.counts[cluster] ?? [:]
            let problems = mesh.problems(of: cluster)
            inputs.recordSync(
                cluster.name,
                objects: counts.filter { $0.value > 0 }.map { SourceStatus.Count($0.key.kind, $0.value) }
                    .sorted { $0.kind < $1.kind },
                problems: problems.map { "\($0)" },
                unreadableObjects: problems.count
            )
        }
    }

    // MARK: States

    /// Builds a state and records the duration.
    func make(_ mesh: inout MeshTracker) throws(InputErrors) -> MeshState? {
        let start = ContinuousClock.now
        do throws(InputErrors) {
            let next = try mesh.next()
            if next == nil {
                inputs.foundNothingNew()
            } else {
                states.recordMade(in: start.duration(to: .now))
                inputs.madeState()
            }
            return next
        } catch {
            states.recordFailed()
            inputs.failedState(because: error.summary)
            throw error
        }
    }

    /// Shows the served state.
    func show(_ server: DiscoveryServer, _ mesh: MeshTracker) {
        guard let admin, let objects = mesh.objects else { return }
        var inference = inference
        inference.names = mesh.names
        admin.show(AdminMeshState(served: server.mesh, objects: objects, inference: inference))
        admin.show(server)
    }

    // MARK: The end

    /// Records that the server is draining.
    func recordDraining() { admin?.recordDraining() }

    /// Stops the admin server.
    func stop() async { try? await admin?.close() }
}

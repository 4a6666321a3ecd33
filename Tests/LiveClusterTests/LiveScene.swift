import EndpointTranslation
import EnvoyHarness
import KubernetesAPI
import KubernetesTestServer
import Logging
import MeshModel
import MeshSources
import MeshTracking
import MeshViews
import NetworkInference
import Testing
import TranslationTestSupport

/// Two API servers, and a mesh that watches them like a server: config cluster `east`, and `west` by a remote secret.
final class LiveScene {
    let east: KubernetesTestServer
    let west: KubernetesTestServer
    private let kinds: [ObjectKind]
    private let folder: TemporaryDirectory
    private let sources: KubernetesSources
    private let pump: Task<Void, Never>
    /// Sends bookmarks as a real server does every minute, in proportion to the limits of silence.
    private let bookmarks: Task<Void, Never>
    private let changes: ChangeQueue
    private var tracker: MeshTracker

    /// The token that `west` accepts at first.
    static let token = "first"
    private static let name = "outbound|80||web.shop.svc.cluster.local"

    /// Runs a scene and stops everything.
    static func play(
        kinds: [ObjectKind] = ObjectKind.all,
        _ body: (LiveScene) async throws -> Void
    ) async throws {
        let east = try await KubernetesTestServer.start()
        let west = try await KubernetesTestServer.start()
        do {
            west.accept(authorizations: ["Bearer \(token)"])
            let scene = try LiveScene(east, west, kinds)
            do {
                try await body(scene)
            } catch {
                await scene.stop()
                throw error
            }
            await scene.stop()
        } catch {
            await east.stop()
            await west.stop()
            throw error
        }
        await east.stop()
        await west.stop()
    }

    private init(_ east: KubernetesTestServer, _ west: KubernetesTestServer, _ kinds: [ObjectKind]) throws {
        self.kinds = kinds
        self.east = east
        self.west = west
        folder = try TemporaryDirectory(named: "live")
        for text in EdgeNodeCluster.objects("east", 1) { try east.put(manifests: text) }
        for text in EdgeNodeCluster.objects("west", 2) { try west.put(manifests: text) }
        try folder.write(east.kubeconfig(), to: "kubeconfig")
        var configuration = try Self.configuration(folder, kinds)
        // Watches are silent for as long only if a server forgets them. A fresh load has the usual limits: on a busy
        // machine it would be slower than these, and never complete.
        configuration.settings.watchSilence = .milliseconds(400)
        configuration.settings.streamSilence = .milliseconds(400)
        sources = KubernetesSources(configuration, logger: Logger(label: "live") { _ in SwiftLogNoOpLogHandler() })
        tracker = try Self.tracker()
        let changes = ChangeQueue()
        self.changes = changes
        sources.start()
        bookmarks = Task {
            while (try? await Task.sleep(for: .milliseconds(100))) != nil {
                east.sendBookmarks()
                west.sendBookmarks()
            }
        }
        pump = Task { [sources] in
            while let events = await sources.next() { changes.enqueue(events.compactMap(\.change)) }
        }
    }

    private func stop() async {
        bookmarks.cancel()
        await sources.stop()
        await pump.value
        folder.remove()
    }

    private static func configuration(
        _ folder: TemporaryDirectory,
        _ kinds: [ObjectKind]
    ) throws -> KubernetesSources.Configuration {
        let kubeconfig = try Kubeconfig(paths: [folder.file("kubeconfig")])
        var configuration = KubernetesSources.Configuration(
            clusters: [KubernetesSources.Cluster(ClusterID("east"), access: try kubeconfig.access(), kinds: kinds)],
            secretCluster: ClusterID("east")
        )
        configuration.remoteKinds = kinds
        configuration.settings.backoff = BackoffBounds(first: .milliseconds(4), longest: .milliseconds(40))
        configuration.settings.dormantWait = .milliseconds(50)
        return configuration
    }

    private static func tracker() throws -> MeshTracker {
        var reader = MeshDirectoryReader()
        reader.liveConfigCluster = ClusterID("east")
        return try MeshTracker(.none, reader: reader, inference: MeshInference(semantics: .standard))
    }

    // MARK: State

    /// Writes the remote secret of the other cluster to the config cluster.
    func putSecret(token: String = LiveScene.token) throws {
        try east.put(manifests: Manifest.remoteSecret("west", kubeconfig: west.kubeconfig(token: token)))
    }

    /// Waits until the state equals a fresh load of the same clusters and differs from the previous state.
    ///
    /// - Parameter isChanged: true if the state must differ from the previous one.
    @discardableResult
    func settle(isChanged: Bool = true, _ comment: String = "") async throws -> [String: [UInt8]] {
        let before = served
        var compared: [String: [UInt8]]?
        let begin = ContinuousClock.now
        while begin.duration(to: .now) < Self.patience {
            for change in changes.take() { tracker.apply(change) }
            _ = try? tracker.next()
            let now = served
            if now != nil, now != compared, !isChanged || now != before {
                // A fresh load sends requests to the servers too: one for each state that may be the last one.
                if let fresh = try await fresh() {
                    if now == fresh { return fresh }
                    compared = now
                }
            }
            try await Task.sleep(for: .milliseconds(5))
        }
        throw Unsettled(
            comment: comment,
            isUnchanged: served == before,
            differsFromFresh: try await fresh().map { $0 != served },
            statuses: sources.statuses.map { status in
                let failures = status.failures.map { "\($0.kind.plural): \($0.error)" }
                return "\(status.cluster) \(status.phase), \(status.objects), \(failures), \(status.forbidden)"
            }
        )
    }

    /// An error of a state that does not become that of a fresh load.
    struct Unsettled: Error {
        let comment: String
        let isUnchanged: Bool
        /// A Boolean value that indicates whether a fresh load is different; nil if it does not become complete.
        let differsFromFresh: Bool?
        let statuses: [String]
    }

    /// Far longer than any change takes: what takes longer never comes.
    private static let patience = Duration.seconds(120)

    /// Applies the pending events; false if a client with endpoints would lose all of them.
    func hasEndpoints() -> Bool {
        for change in changes.take() {
            tracker.apply(change)
            _ = try? tracker.next()
            if endpoints == 0 { return false }
        }
        return true
    }

    /// Returns the number of endpoints of a client in the east.
    var endpoints: Int {
        guard let mesh = tracker.served else { return 0 }
        return mesh.translation(of: Self.name, for: mesh.proxy(for: Self.nodes[0])).groups.reduce(0) {
            $0 + $1.hosts.count
        }
    }

    /// Writes the ConfigMap with the networks of the mesh.
    func putConfigMap(_ networks: String) throws {
        try east.put(
            manifests: """
                apiVersion: v1
                kind: ConfigMap
                metadata: {name: istio, namespace: istio-system}
                data: {meshNetworks: "\(networks)"}
                """
        )
    }

    /// The errors of objects that cannot be read.
    var problems: [InputError] { tracker.unreadableObjects }

    /// Applies changes until a condition is true.
    func until(_ condition: (LiveScene) -> Bool) async throws {
        while !condition(self) {
            for change in changes.take() { tracker.apply(change) }
            _ = try? tracker.next()
            try await Task.sleep(for: .milliseconds(5))
        }
    }

    var served: [String: [UInt8]]? { tracker.served.map(Self.answers) }

    /// Returns the state of a newly started server; nil until its initial sync is complete.
    func fresh() async throws -> [String: [UInt8]]? {
        let sources = KubernetesSources(
            try Self.configuration(folder, kinds),
            logger: Logger(label: "fresh") { _ in SwiftLogNoOpLogHandler() }
        )
        var tracker = try Self.tracker()
        sources.start()
        var synced: Set<ClusterID> = []
        var isComplete = false
        for _ in 0..<500 {
            let known = sources.statuses.map(\.cluster)
            isComplete = sources.areClustersKnown && synced.isSuperset(of: known)
            guard !isComplete, let events = await sources.next() else { break }
            for change in events.compactMap(\.change) {
                tracker.apply(change)
                if case .synced(let id) = change { synced.insert(id) }
            }
        }
        await sources.stop()
        return isComplete ? try tracker.next().map(Self.answers) : nil
    }

    private static let nodes = ["east", "west"].map { cluster in
        EnvoyNode(
            id: "sidecar~10.9.0.1~client.shop~shop.svc.cluster.local",
            metadata: [
                "CLUSTER_ID": .string(cluster), "NAMESPACE": .string("shop"), "NETWORK": .string("\(cluster)-network"),
            ]
        )
    }

    private static func answers(_ mesh: MeshState) -> [String: [UInt8]] {
        var answers: [String: [UInt8]] = [:]
        for (number, node) in nodes.enumerated() {
            let proxy = mesh.proxy(for: node)
            answers["\(number)"] = Array(mesh.assignment(named: name, for: proxy).bytes)
        }
        return answers
    }
}

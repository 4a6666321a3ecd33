import EndpointTranslation
import KubernetesTestServer
import MeshModel
import MeshSources
import MeshTracking
import MeshViews
import NetworkInference

@testable import KubernetesAPI
@testable import KubernetesTestServer

/// A server of two simulated clusters, with three kinds each, and a simulated clock.
struct SimulatedMesh {
    static let clusters = [ClusterID("east"), ClusterID("west")]
    static let kinds = [ObjectKind.service, .endpointSlice, .serviceEntry]
    static let names = ["outbound|80||web.shop.svc.cluster.local", "outbound|80||api.example.com"]

    /// The status and the content at one moment.
    struct Status: Equatable {
        /// The assignments; nil before the first state.
        var served: [String: [UInt8]]?
        /// A Boolean value that indicates whether the initial sync of every cluster is complete.
        var isSynced: Bool
        /// The reasons that the newest objects may not be served.
        var reasons: [String]
        /// The objects that are left out.
        var unreadable: [String]

        var isReady: Bool { isSynced && served != nil }

        /// Returns a short text with the differences to another status.
        func difference(to other: Status) -> String {
            let keys = Set((served ?? [:]).keys).union((other.served ?? [:]).keys).sorted()
            let names = keys.filter { served?[$0] != other.served?[$0] }
            return
                "ready \(isReady), reasons \(reasons), different \(names), unreadable \(unreadable), \(other.unreadable)"
        }
    }

    var servers: [ClusterID: SimulatedServer]
    private var kinds: [ClusterID: [SimulatedKind]] = [:]
    private var progress: [ClusterID: SyncProgress] = [:]
    private var tracker: MeshTracker
    private(set) var now = Duration.zero
    private var lastBookmark = Duration.zero

    init(_ servers: [ClusterID: SimulatedServer], streamsLists: Bool) throws {
        self.servers = servers
        var settings = SourceSettings()
        settings.pageSize = 2
        settings.prefersStreamingLists = streamsLists
        settings.random = { 0.5 }
        var reader = MeshDirectoryReader()
        reader.liveConfigCluster = Self.clusters[0]
        tracker = try MeshTracker(.none, reader: reader, inference: MeshInference(semantics: .standard))
        for cluster in Self.clusters {
            kinds[cluster] = Self.kinds.map { SimulatedKind($0, of: cluster, settings) }
            progress[cluster] = SyncProgress(Self.kinds)
            tracker.apply(.added(cluster))
        }
    }

    /// Lets time pass.
    mutating func advance(_ time: Duration) {
        let end = now + time
        while true {
            settle()
            let next = min(dueTime, lastBookmark + .seconds(60))
            guard next <= end else { break }
            now = max(now, next)
            if now >= lastBookmark + .seconds(60) {
                lastBookmark = now
                for cluster in Self.clusters { servers[cluster]?.sendBookmarks() }
            }
            step()
        }
        now = end
        settle()
    }

    private var dueTime: Duration { kinds.values.joined().map(\.due).min() ?? now }

    /// Does what is due now, until nothing is.
    private mutating func settle() {
        var isActive = true
        while isActive { isActive = step() }
    }

    @discardableResult
    private mutating func step() -> Bool {
        var isActive = false
        for cluster in Self.clusters {
            // Taken out, so that its objects are not copied by each change.
            guard var server = servers.removeValue(forKey: cluster) else { continue }
            defer { servers[cluster] = server }
            for index in Self.kinds.indices {
                guard var kind = kinds[cluster]?[index] else { continue }
                let before = kind.due
                let updates = kind.step(at: now, &server)
                kinds[cluster]?[index] = kind
                publish(updates, kind, cluster)
                if kind.due != before || kind.due <= now { isActive = true }
            }
        }
        return isActive
    }

    private mutating func publish(_ updates: [ObjectUpdate<LiveObject>], _ kind: SimulatedKind, _ cluster: ClusterID) {
        _ = progress[cluster]?.update(kind.record, of: kind.kind)
        if !updates.isEmpty { tracker.apply(.updated(cluster, updates.map { ClusterUpdate(kind.kind, $0) })) }
        let wasSynced = progress[cluster]?.isSynced == true
        progress[cluster]?.publish(kind.record.status, of: kind.kind)
        if !wasSynced, progress[cluster]?.isSynced == true { tracker.apply(.synced(cluster)) }
    }

    /// The present status.
    mutating func status() -> Status {
        let isSynced = progress.values.allSatisfy(\.isSynced)
        var reasons = progress.sorted { $0.key < $1.key }.flatMap { id, progress -> [String] in
            guard progress.phase != .synced else { return [] }
            return progress.records.sorted { $0.key < $1.key }.compactMap { kind, record in
                record.failure.map { "\(id) \(kind.plural): \($0)" }
            }
        }
        if isSynced {
            do {
                _ = try tracker.next()
            } catch {
                reasons.append("\(error)")
            }
        }
        return Status(
            served: isSynced ? tracker.served.map(Self.answers) : nil,
            isSynced: isSynced,
            reasons: reasons,
            unreadable: tracker.unreadableObjects.map { "\($0)" }
        )
    }

    /// Returns the status of a server that starts now, after some time.
    ///
    /// - Parameters:
    ///   - streamsLists: a Boolean value that indicates whether lists are streamed.
    ///   - isStarted: a Boolean value that indicates whether the API servers have finished their start before.
    func fresh(streamsLists: Bool, isStarted: Bool = false) throws -> Status {
        var servers = servers.mapValues(\.copy)
        if isStarted { for cluster in servers.keys { servers[cluster]?.state.unfinished = [] } }
        var fresh = try SimulatedMesh(servers, streamsLists: streamsLists)
        fresh.advance(.seconds(60))
        return fresh.status()
    }

    private static let nodes = clusters.map { cluster in
        EnvoyNode(
            id: "sidecar~10.9.0.1~client.shop~shop.svc.cluster.local",
            metadata: ["CLUSTER_ID": .string(cluster.name), "NAMESPACE": .string("shop")]
        )
    }

    private static func answers(_ mesh: MeshState) -> [String: [UInt8]] {
        var answers: [String: [UInt8]] = [:]
        for node in nodes {
            let proxy = mesh.proxy(for: node)
            for name in names {
                answers["\(node.metadata["CLUSTER_ID"] ?? .null) \(name)"] = Array(
                    mesh.assignment(named: name, for: proxy).bytes
                )
            }
        }
        return answers
    }
}

import Logging
public import MeshModel
import MeshSources
import Synchronization

@testable import KubernetesAPI

/// A consumer of cluster sources in a test, with the view that a user would have.
final class Follower {
    let sources: KubernetesSources
    let log = TestLog()
    /// The names of all objects, and their versions.
    private(set) var objects: [ClusterID: [ObjectKind: [ObjectName: String]]] = [:]
    /// The events, without those about objects.
    private(set) var told: [String] = []
    private(set) var synced: Set<ClusterID> = []
    /// The clusters and kinds that had objects and became empty.
    private(set) var emptied: Set<String> = []
    /// The number of complete lists published for each kind.
    private(set) var replacements: [ObjectKind: Int] = [:]

    init(_ configuration: KubernetesSources.Configuration) {
        sources = KubernetesSources(configuration, logger: log.logger)
    }

    /// Watches clusters while a test runs, and stops afterwards.
    static func follow(
        _ configuration: KubernetesSources.Configuration,
        _ body: (Follower) async throws -> Void
    ) async throws {
        let follower = Follower(configuration)
        follower.sources.start()
        do {
            try await body(follower)
        } catch {
            await follower.sources.stop()
            throw error
        }
        await follower.sources.stop()
    }

    /// Takes events until a condition is true.
    func until(_ isSo: (Follower) -> Bool) async {
        while !isSo(self) {
            guard let events = await sources.next() else { return }
            for change in events.compactMap(\.change) { take(change) }
        }
    }

    func untilSynced(_ ids: ClusterID...) async { await until { $0.synced.isSuperset(of: ids) } }

    func names(_ kind: ObjectKind, _ cluster: ClusterID = "east") -> [String] {
        (objects[cluster]?[kind] ?? [:]).keys.sorted().map(\.name)
    }

    func version(_ kind: ObjectKind, _ name: String, _ cluster: ClusterID = "east") -> String? {
        objects[cluster]?[kind]?.first { $0.key.name == name }?.value
    }

    func status(_ cluster: ClusterID = "east") -> ClusterInformerStatus? {
        sources.statuses.first { $0.cluster == cluster }
    }

    private func take(_ change: ClusterChange) {
        switch change {
        case .added(let id):
            objects[id] = [:]
            told.append("added \(id)")
        case .updated(let id, let updates): for update in updates { apply(update, to: id) }
        case .synced(let id):
            synced.insert(id)
            told.append("synced \(id)")
        case .replaced(let id, let content):
            for update in content.updates { apply(update, to: id) }
            told.append("replaced \(id)")
        case .removed(let id):
            objects[id] = nil
            synced.remove(id)
            told.append("removed \(id)")
        }
    }

    private func apply(_ update: ClusterUpdate, to id: ClusterID) {
        let kind = update.kind
        let had = objects[id]?[kind]?.isEmpty == false
        switch update.update {
        case .replaced(let all):
            objects[id, default: [:]][kind] = Dictionary(
                uniqueKeysWithValues: all.map { ($0.name, $0.resourceVersion) }
            )
            replacements[kind, default: 0] += 1
        case .changed(let object):
            objects[id, default: [:]][kind, default: [:]][object.name] = object.resourceVersion
        case .removed(let name): objects[id]?[kind]?[name] = nil
        }
        if had, objects[id]?[kind]?.isEmpty == true { emptied.insert("\(id) \(kind.plural)") }
    }
}

extension ClusterID: ExpressibleByStringLiteral {
    /// Cluster ids from literals in tests.
    public init(stringLiteral value: String) { self.init(value) }
}

/// The log.
final class TestLog: Sendable {
    private struct Handler: LogHandler {
        let log: TestLog
        var metadata: Logger.Metadata = [:]
        var logLevel = Logger.Level.trace

        subscript(metadataKey key: String) -> Logger.Metadata.Value? {
            get { metadata[key] }
            set { metadata[key] = newValue }
        }

        func log(event: LogEvent) {
            log.add("\(event.level) \(event.message) \(metadata) \(event.metadata ?? [:])")
        }
    }

    private let entries = Mutex<[String]>([])

    var lines: [String] { entries.withLock { $0 } }

    var logger: Logger { Logger(label: "test") { _ in Handler(log: self) } }

    private func add(_ line: String) { entries.withLock { $0.append(line) } }
}

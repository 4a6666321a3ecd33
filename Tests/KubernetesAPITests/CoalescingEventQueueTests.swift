import MeshModel
import MeshSources
import Testing

@testable import KubernetesAPI

@Suite("Coalescing of queued events", .timeLimit(.minutes(10)))
struct CoalescingEventQueueTests {
    typealias Step = @Sendable (CoalescingEventQueue) throws -> Void

    static func objects(_ names: String..., at version: Int = 1) throws -> [LiveObject] {
        let items = names.map { name in
            """
            {"metadata":{"name":"\(name)","namespace":"shop","resourceVersion":"\(version)"},"spec":{"clusterIP":"10.0.0.1"}}
            """
        }
        let json = "{\"metadata\":{\"resourceVersion\":\"9\"},\"items\":[\(items.joined(separator: ","))]}"
        return try ObjectList(json: Array(json.utf8), of: .service, cluster: "a", systemNamespace: "s").objects
    }

    static func changed(_ name: String, at version: Int) throws -> ClusterUpdate {
        .changed(.service, try #require(objects(name, at: version).first))
    }

    static func removed(_ name: String) -> ClusterUpdate {
        .removed(.service, ObjectName(namespace: "shop", name: name))
    }

    static let rows: [(String, [Step], [String])] = [
        ("a new cluster", [{ $0.add("a") }, { $0.sync("a") }], ["added a", "synced a"]),
        (
            "a cluster that was added and removed",
            [{ $0.add("a") }, { $0.update("a", [removed("x")]) }, { $0.remove("a") }, { $0.add("b") }], ["added b"]
        ),
        (
            "a known cluster that is removed",
            [{ $0.update("a", [removed("x")]) }, { $0.sync("a") }, { $0.remove("a") }], ["removed a"]
        ),
        ("a cluster that was removed and added", [{ $0.remove("a") }, { $0.add("a") }], ["removed a", "added a"]),
        (
            "a cluster that was removed, added and removed", [{ $0.remove("a") }, { $0.add("a") }, { $0.remove("a") }],
            ["removed a"]
        ),
        (
            "the newest state of each object",
            [
                { $0.update("a", [try changed("x", at: 1), try changed("y", at: 2)]) },
                { $0.update("a", [try changed("x", at: 3), removed("y"), removed("z")]) },
            ], ["a: x@3 -y -z"]
        ),
        (
            "changes after a list are merged into it",
            [
                { $0.update("a", [try changed("w", at: 1), .replaced(.service, try objects("x", "y"))]) },
                { $0.update("a", [try changed("z", at: 5), removed("x"), try changed("y", at: 6)]) },
            ], ["a: = y@6 z@5"]
        ),
        (
            "other content replaces everything that is queued",
            [
                { $0.update("a", [try changed("w", at: 1)]) },
                {
                    var content = PendingUpdates()
                    content.add(.replaced(.service, try objects("n")))
                    $0.replace("a", with: content)
                },
                { $0.update("a", [try changed("o", at: 7)]) },
            ], ["a replaced: = n@1 o@7"]
        ),
        (
            "clusters by id, each with its status last",
            [{ $0.publishStatus("b") }, { $0.add("b") }, { $0.sync("a") }], ["synced a", "added b", "status b"]
        ),
    ]

    @Test("The queue delivers the coalesced events of the steps", arguments: rows)
    func steps(name: String, steps: [Step], expected: [String]) async throws {
        let queue = CoalescingEventQueue()
        for step in steps { try step(queue) }
        let events = await queue.next() ?? []
        #expect(events.map(Self.text) == expected, "\(name)")
        queue.finish()
        #expect(await queue.next() == nil)
    }

    private static func text(_ event: SourceEvent) -> String {
        switch event {
        case .statusChanged(let id): "status \(id)"
        case .changed(.added(let id)): "added \(id)"
        case .changed(.removed(let id)): "removed \(id)"
        case .changed(.synced(let id)): "synced \(id)"
        case .changed(.updated(let id, let updates)): "\(id): \(updates.map(text).joined(separator: " "))"
        case .changed(.replaced(let id, let content)):
            "\(id) replaced: \(content.updates.filter { $0.kind == .service }.map(text).joined(separator: " "))"
        }
    }

    private static func text(_ update: ClusterUpdate) -> String {
        switch update.update {
        case .replaced(let all): "= " + all.map { "\($0.name.name)@\($0.resourceVersion)" }.joined(separator: " ")
        case .changed(let object): "\(object.name.name)@\(object.resourceVersion)"
        case .removed(let name): "-\(name.name)"
        }
    }
}

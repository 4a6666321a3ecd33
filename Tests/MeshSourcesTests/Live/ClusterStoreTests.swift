import MeshModel
import TestSupport
import Testing
import TranslationTestSupport

@testable import MeshSources

@Suite("Store of a live cluster")
struct ClusterStoreTests {
    private static let cluster = ClusterID("east")

    private static func service(_ name: String, version: Int, port: String = "80") -> LiveObject {
        let json = """
            {"metadata":{"name":"\(name)","namespace":"shop","uid":"u-\(name)","resourceVersion":"\(version)"},
             "spec":{"ports":[{"port":\(port)}]}}
            """
        return object(json, .service)
    }

    private static func object(_ json: String, _ kind: ObjectKind) -> LiveObject {
        let list = try? ObjectList(
            json: Array(#"{"metadata":{"resourceVersion":"1"},"items":["#.utf8) + Array(json.utf8) + Array("]}".utf8),
            of: kind,
            cluster: cluster,
            systemNamespace: "istio-system"
        )
        guard let object = list?.objects.first else { fatalError("no object: \(json)") }
        return object
    }

    private static func ports(_ store: ClusterStore) -> [String: Int] {
        var store = store
        return Dictionary(
            uniqueKeysWithValues: store.objects().services.map { ($0.metadata.name, $0.ports.first?.number ?? 0) }
        )
    }

    @Test("The store applies lists, changes and removals")
    func following() {
        var store = ClusterStore(id: Self.cluster)
        #expect(
            store.apply([.replaced(.service, [Self.service("a", version: 1), Self.service("b", version: 2)])]) == true
        )
        #expect(store.apply([.changed(.service, Self.service("c", version: 3, port: "81"))]) == true)
        #expect(Self.ports(store) == ["a": 80, "b": 80, "c": 81])
        #expect(store.apply([.removed(.service, ObjectName(namespace: "shop", name: "a"))]) == true)
        #expect(store.apply([.removed(.service, ObjectName(namespace: "shop", name: "a"))]) == false)
        #expect(store.apply([.replaced(.service, [Self.service("b", version: 4, port: "82")])]) == true)
        #expect(Self.ports(store) == ["b": 82])
        #expect(store.counts == [.service: 1])
        #expect(store.apply([.replaced(.service, [])]) == true)
        #expect(store.counts.isEmpty)
    }

    @Test("The store keeps identical buckets if a list contains no news")
    func relist() {
        let list = (1...5_000).map { Self.service("s\($0)", version: $0) }
        var store = ClusterStore(id: Self.cluster)
        store.apply([.replaced(.service, list)])
        let before = store.objects().files
        #expect(store.apply([.replaced(.service, list.reversed())]) == false)
        let again = store.objects().files
        let isSame = again.elementsEqual(before, by: ===)
        #expect(isSame)
        #expect(store.apply([.changed(.service, Self.service("s7", version: 9_999, port: "90"))]) == true)
        let after = store.objects().files
        #expect(zip(before, after).filter { $0 !== $1 }.count == 1)
    }

    @Test("An object that cannot be read counts as absent, whatever it was before")
    func unusable() {
        let invalid = Self.service("a", version: 2, port: "\"http\"")
        var store = ClusterStore(id: Self.cluster)
        store.apply([.changed(.service, Self.service("a", version: 1))])
        #expect(store.apply([.changed(.service, invalid)]) == true)
        var fresh = ClusterStore(id: Self.cluster)
        fresh.apply([.replaced(.service, [invalid])])
        #expect(Self.ports(store).isEmpty)
        #expect(Self.ports(fresh).isEmpty)
        #expect(store.problems.map(\.description).first?.hasPrefix("cluster east, Service shop/a: ") == true)
        #expect(store.problems == fresh.problems)
        #expect(store.apply([.replaced(.service, [invalid])]) == false)
        #expect(store.apply([.changed(.service, Self.service("a", version: 3, port: "83"))]) == true)
        #expect(Self.ports(store) == ["a": 83])
        #expect(store.problems.isEmpty)
        store.apply([.changed(.service, Self.service("x", version: 2, port: "\"http\""))])
        store.apply([.removed(.service, ObjectName(namespace: "shop", name: "x"))])
        #expect(store.problems.isEmpty)
        store.apply([.changed(.service, Self.service("x", version: 2, port: "\"http\""))])
        store.apply([.replaced(.service, [])])
        #expect(store.problems.isEmpty)
    }

    @Test("The configuration of the mesh keeps its last valid state, and is missing without one")
    func unusableConfiguration() {
        func map(_ name: String, _ networks: String) -> LiveObject {
            let json = #"""
                {"metadata":{"name":"\#(name)","namespace":"istio-system","resourceVersion":"1"},
                 "data":{"meshNetworks":"\#(networks)"}}
                """#
            return Self.object(json, .configMap)
        }
        let (valid, invalid) = ("networks: {a: {endpoints: [{fromRegistry: east}]}}", "networks: 5")
        var store = ClusterStore(id: Self.cluster)
        #expect(store.missingConfiguration(of: nil) == nil)
        store.apply([.changed(.configMap, map("istio", invalid))])
        #expect(store.missingConfiguration(of: nil) != nil)
        #expect(store.missingConfiguration(of: "canary") == nil)
        store.apply([.changed(.configMap, map("istio-canary", valid))])
        #expect(store.missingConfiguration(of: nil) != nil)
        store.apply([.changed(.configMap, map("istio", valid))])
        #expect(store.missingConfiguration(of: nil) == nil)
        #expect(store.apply([.replaced(.configMap, [map("istio", invalid)])]) == true, "the other revision is gone")
        #expect(store.problems.count == 1)
        #expect(store.missingConfiguration(of: nil) == nil)
        let read = store.objects()
        #expect(read.configMap(of: nil)?.meshNetworks?.networks.map(\.id.name) == ["a"])
    }

    @Test("Another content with the same uid and version is a change, the same content with another version is none")
    func contents() {
        var store = ClusterStore(id: Self.cluster)
        store.apply([.replaced(.service, [Self.service("a", version: 5)])])
        #expect(store.apply([.replaced(.service, [Self.service("a", version: 5, port: "81")])]) == true)
        #expect(Self.ports(store) == ["a": 81])
        #expect(store.apply([.changed(.service, Self.service("a", version: 6, port: "81"))]) == false)
    }

    @Test("The store distinguishes a recreated object, and accepts the previous one as unchanged")
    func identity() {
        var store = ClusterStore(id: Self.cluster)
        store.apply([.changed(.service, Self.service("a", version: 5, port: "81"))])
        // A store that was restored from a backup continues from an earlier version.
        #expect(store.apply([.replaced(.service, [Self.service("a", version: 4, port: "80")])]) == true)
        #expect(Self.ports(store) == ["a": 80])
    }

    @Test("The store's state is independent of the order of events", arguments: 0..<20)
    func order(_ seed: Int) {
        var generator = SeededGenerator(seed: UInt64(seed))
        let final = (0..<40).map { Self.service("s\($0)", version: 1_000 + $0, port: "\(2_000 + $0)") }
        var fresh = ClusterStore(id: Self.cluster)
        fresh.apply([.replaced(.service, final)])
        var store = ClusterStore(id: Self.cluster)
        for round in 0..<50 {
            let name = "s\(Int.random(in: 0..<60, using: &generator))"
            let update: ClusterUpdate =
                Bool.random(using: &generator)
                ? .changed(.service, Self.service(name, version: round))
                : .removed(.service, ObjectName(namespace: "shop", name: name))
            store.apply([update])
        }
        if Bool.random(using: &generator) {
            store.apply([.replaced(.service, final.shuffled(using: &generator))])
        } else {
            var updates = final.map { ClusterUpdate.changed(.service, $0) }
            updates += (40..<60).map { .removed(.service, ObjectName(namespace: "shop", name: "s\($0)")) }
            for update in updates.shuffled(using: &generator) { store.apply([update]) }
        }
        #expect(Self.ports(store) == Self.ports(fresh))
        let (left, right) = (store.objects(), fresh.objects())
        #expect(left.services.map(\.metadata.name) == right.services.map(\.metadata.name))
        #expect(left.files.map(\.path) == right.files.map(\.path))
    }

    @Test("The store reads MeshConfig and MeshNetworks of the istio ConfigMap")
    func configMap() {
        let json = #"""
            {"metadata":{"name":"istio","namespace":"istio-system","resourceVersion":"1"},
             "data":{"meshNetworks":"networks:\n  east:\n    endpoints:\n    - fromRegistry: east\n"}}
            """#
        var store = ClusterStore(id: Self.cluster)
        store.apply([.replaced(.configMap, [Self.object(json, .configMap)])])
        let read = store.objects()
        #expect(read.configMap(of: nil)?.meshNetworks?.networks.map(\.id.name) == ["east"])
        let other = json.replacing("\"istio\"", with: "\"other\"")
        #expect(store.apply([.changed(.configMap, Self.object(other, .configMap))]) == false)
        #expect(store.apply([.removed(.configMap, ObjectName(namespace: "istio-system", name: "istio"))]) == true)
        let cluster = store.objects()
        #expect(cluster.configMap(of: nil) == nil)
    }

    @Test("Every watch event is read")
    func events() throws {
        func event(_ json: String) throws -> WatchEvent {
            try WatchEvent(json: Array(json.utf8), of: .node, cluster: Self.cluster, systemNamespace: "istio-system")
        }
        guard case .changed(let node) = try event(#"{"type":"ADDED","object":{"metadata":{"name":"n"}}}"#) else {
            Issue.record("no change")
            return
        }
        #expect(node.name == ObjectName(namespace: "", name: "n"))
        let gone = #"{"type":"DELETED","object":{"metadata":{"name":"n","resourceVersion":"7"}}}"#
        guard case .removed(ObjectName(namespace: "", name: "n"), "7") = try event(gone) else {
            Issue.record("no removal")
            return
        }
        let mark =
            #"{"type":"BOOKMARK","object":{"metadata":{"resourceVersion":"9","annotations":{"k8s.io/initial-events-end":"true"}}}}"#
        guard case .bookmark("9", true) = try event(mark) else {
            Issue.record("no bookmark")
            return
        }
        let status = #"{"type":"ERROR","object":{"kind":"Status","code":410,"reason":"Expired","message":"too old"}}"#
        guard case .failure(410, "Expired", "too old") = try event(status) else {
            Issue.record("no failure")
            return
        }
        #expect(throws: InputError.self) { try event(#"{"type":"MOVED","object":{"metadata":{"name":"n"}}}"#) }
    }
}

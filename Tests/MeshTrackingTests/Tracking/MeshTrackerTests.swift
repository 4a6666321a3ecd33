import EndpointTranslation
import MeshModel
import MeshSources
import MeshViews
import NetworkInference
import Testing
import TranslationTestSupport

@testable import MeshTracking

@Suite("Meshes of live clusters")
struct MeshTrackerTests {
    private static let east = ClusterID("east")
    private static let name = "outbound|80||web.shop.svc.cluster.local"

    private static func tracker(_ files: [String: String] = [:]) throws -> MeshTracker {
        var reader = MeshDirectoryReader()
        reader.liveConfigCluster = east
        return try MeshTracker(
            .files(files.map { SourceFile(path: $0.key, text: $0.value) }, displayName: "mesh"),
            reader: reader,
            inference: MeshInference(semantics: .standard)
        )
    }

    /// Returns all objects of a cluster with one service and this many endpoints.
    private static func objects(_ endpoints: Int, cluster: String = "east", version: Int = 1) throws -> [ClusterUpdate]
    {
        let service = """
            {"metadata":{"name":"web","namespace":"shop","resourceVersion":"\(version)"},"spec":{"clusterIP":"10.0.0.1",
            "ports":[{"name":"http","port":80}]}}
            """
        let items = (0..<endpoints).map { #"{"addresses":["10.1.0.\#($0 + 1)"],"conditions":{"ready":true}}"# }
        let slice = """
            {"metadata":{"name":"web-1","namespace":"shop","resourceVersion":"\(version)",
            "labels":{"kubernetes.io/service-name":"web"}},"addressType":"IPv4","ports":[{"name":"http","port":8080}],
            "endpoints":[\(items.joined(separator: ","))]}
            """
        return try [(ObjectKind.service, service), (.endpointSlice, slice)].map { kind, json in
            let list = try ObjectList(
                json: Array(#"{"metadata":{"resourceVersion":"1"},"items":[\#(json)]}"#.utf8),
                of: kind,
                cluster: ClusterID(cluster),
                systemNamespace: "istio-system"
            )
            return .replaced(kind, list.objects)
        }
    }

    private static func endpoints(_ served: MeshState?) -> Int {
        guard let served else { return -1 }
        let proxy = served.proxy(for: EnvoyNode(id: "sidecar~10.9.0.1~a.shop~shop.svc.cluster.local"))
        return served.translation(of: name, for: proxy).groups.reduce(0) { $0 + $1.hosts.count }
    }

    @Test("A cluster is used only when it is complete")
    func wholeClusters() throws {
        var tracker = try Self.tracker()
        tracker.apply(.added(Self.east))
        tracker.apply(.updated(Self.east, try Self.objects(3)))
        #expect(Self.endpoints(try tracker.next()) == 0)
        tracker.apply(.synced(Self.east))
        #expect(Self.endpoints(try tracker.next()) == 3)
        #expect(try tracker.next() == nil)
        tracker.apply(.updated(Self.east, try Self.objects(3)))
        #expect(try tracker.next() == nil, "A list without differences is not a change")
    }

    @Test("The sources of a cluster are swapped atomically, so its endpoints are never missing")
    func replacement() throws {
        var tracker = try Self.tracker()
        tracker.apply(.replaced(Self.east, ClusterContent(applying: try Self.objects(3))))
        #expect(Self.endpoints(try tracker.next()) == 3)
        tracker.apply(.replaced(Self.east, ClusterContent(applying: try Self.objects(2, version: 9))))
        #expect(Self.endpoints(try tracker.next()) == 2)
        // A source without slices has no endpoints.
        tracker.apply(.replaced(Self.east, ClusterContent(applying: try Array(Self.objects(3, version: 10).prefix(1)))))
        #expect(Self.endpoints(try tracker.next()) == 0)
    }

    @Test("A removed cluster is forgotten, and used again when it is added again")
    func removal() throws {
        var tracker = try Self.tracker()
        tracker.apply(.replaced(Self.east, ClusterContent(applying: try Self.objects(2))))
        tracker.apply(.replaced(ClusterID("west"), ClusterContent(applying: try Self.objects(4, cluster: "west"))))
        #expect(Self.endpoints(try tracker.next()) == 4, "Equal addresses are sent once")
        tracker.apply(.removed(ClusterID("west")))
        #expect(Self.endpoints(try tracker.next()) == 2)
        tracker.apply(.replaced(ClusterID("west"), ClusterContent(applying: try Self.objects(5, cluster: "west"))))
        #expect(Self.endpoints(try tracker.next()) == 5)
    }

    @Test("The served state is kept while two objects contradict each other")
    func conflict() throws {
        let networks = { (other: String) in
            "networks: {a: {endpoints: [{fromRegistry: east}]}, b: {endpoints: [{fromRegistry: \(other)}]}}\n"
        }
        var tracker = try Self.tracker(["mesh-networks.yaml": networks("west")])
        tracker.apply(.replaced(Self.east, ClusterContent(applying: try Self.objects(2))))
        #expect(Self.endpoints(try tracker.next()) == 2)
        var broken = try Self.tracker(["mesh-networks.yaml": networks("east")])
        broken.apply(.replaced(Self.east, ClusterContent(applying: try Self.objects(2))))
        #expect(throws: InputErrors.self) { try broken.next() }
        #expect(broken.served == nil)
    }

    @Test("The system namespace of live clusters is that of the mesh, and a directory may not name another one")
    func systemNamespace() throws {
        var reader = MeshDirectoryReader()
        reader.liveConfigCluster = Self.east
        reader.liveSystemNamespace = "mesh-system"
        func mesh(_ settings: String) throws -> MeshDirectory {
            let files = settings.isEmpty ? [] : [SourceFile(path: "mesh-directory.yaml", text: settings)]
            return try reader.read(files: files, displayName: "mesh")
        }
        #expect(try mesh("").systemNamespace == "mesh-system")
        #expect(try mesh("domainSuffix: example.org\n").systemNamespace == "mesh-system")
        #expect(try mesh("systemNamespace: mesh-system\n").systemNamespace == "mesh-system")
        let error = #expect(throws: InputErrors.self) { try mesh("systemNamespace: istio-system\n") }
        #expect(error?.errors.map(\.code) == [.conflict])
    }

    @Test("A live cluster with the id of a cluster in the directory is ignored and reported")
    func clash() throws {
        var tracker = try Self.tracker(["clusters/west/a.yaml": Manifest.service("web")])
        tracker.apply(.replaced(Self.east, ClusterContent(applying: try Self.objects(2))))
        tracker.apply(.replaced(ClusterID("west"), ClusterContent(applying: try Self.objects(4, cluster: "west"))))
        #expect(Self.endpoints(try tracker.next()) == 2)
        #expect(tracker.mesh().problems.map(\.code) == [.duplicate])
    }

    @Test("A config cluster is not used before its configuration can be read, and keeps it from then on")
    func configuration() throws {
        func map(_ networks: String) throws -> ClusterUpdate {
            let item =
                #"{"metadata":{"name":"istio","namespace":"istio-system"},"data":{"meshNetworks":"\#(networks)"}}"#
            let list = try ObjectList(
                json: Array(#"{"metadata":{"resourceVersion":"1"},"items":[\#(item)]}"#.utf8),
                of: .configMap,
                cluster: Self.east,
                systemNamespace: "istio-system"
            )
            return .replaced(.configMap, list.objects)
        }
        var tracker = try Self.tracker()
        tracker.apply(.replaced(Self.east, ClusterContent(applying: try Self.objects(2) + [map("networks: 5")])))
        #expect(throws: InputErrors.self) { try tracker.next() }
        #expect(tracker.served == nil)
        #expect(tracker.unreadableObjects.count == 1)
        tracker.apply(.updated(Self.east, [try map("networks: {a: {endpoints: [{fromRegistry: east}]}}")]))
        #expect(Self.endpoints(try tracker.next()) == 2)
        #expect(tracker.unreadableObjects.isEmpty)
        tracker.apply(.updated(Self.east, [try map("networks: 5")]))
        #expect(try tracker.next() == nil, "The last valid configuration stays in use")
        #expect(tracker.unreadableObjects.count == 1)
        #expect(tracker.mesh().meshNetworks.networks.count == 1)
    }

    @Test("A burst of changes is debounced, up to a maximum delay")
    func debouncer() {
        let start = ContinuousClock.now
        var burst = Debouncer<ContinuousClock.Instant>(quietPeriod: .milliseconds(10), maximumDelay: .milliseconds(100))
        #expect(burst.due == nil)
        burst.record(at: start)
        #expect(burst.due == start + .milliseconds(10))
        burst.record(at: start + .milliseconds(9))
        #expect(burst.due == start + .milliseconds(19))
        for time in stride(from: 10, to: 200, by: 5) { burst.record(at: start + .milliseconds(time)) }
        #expect(burst.due == start + .milliseconds(100))
        burst.take()
        #expect(burst.due == nil)
    }
}

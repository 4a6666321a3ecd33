import EndpointTranslation
import MeshModel
import Testing
import TranslationTestSupport

@Suite("Clients that invent views and names")
struct InventedViewTests {
    private static let name = "outbound|80||s.shop.svc.cluster.local"

    private let mesh: TranslatedMesh

    init() throws {
        mesh = try TestMesh(clusters: [
            "c": [
                Manifest.service("s"), Manifest.slice("s", [Manifest.endpoint("10.0.0.1")]),
                Manifest.workloadEntry("a", "address: 1.0.0.1, network: east, labels: {app: s}"),
            ]
        ]).translated(.standard)
    }

    private func proxy(networks: [String] = []) -> Proxy {
        mesh.proxy(.sidecar(metadata: ["REQUESTED_NETWORK_VIEW": .string(networks.joined(separator: ","))]))
    }

    @Test("Requested networks that the mesh does not have are not part of the key of a cached assignment")
    func networks() throws {
        let cache = AssignmentCache(mesh.snapshot)
        for number in 0..<500 {
            let networks = (0..<50).map { "invented-\(number)-\($0)" } + ["east"]
            _ = cache.assignment(named: Self.name, for: proxy(networks: networks))
        }
        #expect(cache.uses.misses == 1 && cache.uses.hits == 499)
        let other = cache.assignment(named: Self.name, for: proxy(networks: ["east"]))
        #expect(cache.uses.misses == 1 && other.exists)
    }

    @Test("Names that do not exist are not kept")
    func names() throws {
        let cache = AssignmentCache(mesh.snapshot)
        let proxy = proxy()
        for number in 0..<500 {
            #expect(!cache.assignment(named: "outbound|80||host-\(number).example", for: proxy).exists)
        }
        #expect(cache.byteCount == 0)
    }

    @Test("Subsets, labels and localities that clients invent stay within the memory of the cache")
    func bytes() throws {
        let cache = AssignmentCache(mesh.snapshot, maximumBytes: 50_000)
        for number in 0..<2_000 {
            var proxy = proxy()
            proxy.labels["topology.kubernetes.io/zone"] = "z\(number)"
            _ = cache.assignment(named: "outbound|80|v\(number)|s.shop.svc.cluster.local", for: proxy)
            #expect(cache.byteCount <= 50_000)
        }
    }
}

import MeshModel
import NetworkInference
import Testing
import TranslationTestSupport

@Suite("Inference of proxies")
struct ProxyInferenceTests {
    private static let mesh = TestMesh(clusters: [
        "c1": [
            Manifest.node("a", labels: ["topology.kubernetes.io/region": "r1", "topology.kubernetes.io/zone": "z1"]),
            Manifest.pod("client", ip: "10.1.0.1", node: "a", labels: ["app": "x"], network: "n1"),
            Manifest.workloadEntry("vm", "address: 10.5.0.1, network: vm-network"),
        ]
    ])

    private func proxy(_ node: EnvoyNode, _ semantics: TranslationSemantics = .standard) throws -> Proxy {
        ProxyInference(try Self.mesh.snapshot(semantics)).proxy(for: node)
    }

    @Test("NETWORK is a proxy's network, and without it the standard rules use its pod or WorkloadEntry")
    func network() throws {
        let told = try proxy(.sidecar("10.1.0.1", network: "n7", cluster: "c1"))
        #expect(told.network == NetworkID("n7"))
        #expect(told.networkProvenance.rule == .proxyMetadata)
        for (ip, network, line) in [("10.1.0.1", "n1", 5), ("10.5.0.1", "vm-network", 11)] {
            let found = try proxy(.sidecar(ip, cluster: "c1"))
            #expect(found.network == NetworkID(network))
            #expect(found.networkProvenance.rule == .ownWorkload)
            #expect(found.networkProvenance.object?.location.line == line)
            #expect(try proxy(.sidecar(ip, cluster: "c1"), .istio130).network == .none)
        }
        #expect(try proxy(.sidecar("10.9.9.9", cluster: "c9")).networkProvenance.rule == .nothing)
    }

    @Test(
        "A proxy's address family is the only one of its addresses, or both",
        arguments: [
            ("10.1.0.9", Proxy.AddressMode.v4), ("2001:db8::1", .v6), ("10.1.0.9,2001:db8::1", .dual),
            ("::ffff:10.1.0.9", .v4),
        ]
    )
    func families(ips: String, mode: Proxy.AddressMode) throws {
        #expect(try proxy(.sidecar(ips)).addressMode == mode)
    }

    @Test("A proxy has the kind, namespace and view of its node, and the labels and locality of its pod")
    func identity() throws {
        let node = EnvoyNode(
            id: "router~10.1.0.1~client.shop~pay.svc.cluster.local",
            metadata: ["CLUSTER_ID": .string("c1"), "REQUESTED_NETWORK_VIEW": .string("n1, n2")]
        )
        let found = try proxy(node)
        #expect(found.kind == .router)
        #expect(found.namespace == "pay")
        // Not trimmed, as in the reference (NI-31); a set, so kept sorted.
        #expect(found.networkView == [NetworkID(" n2"), NetworkID("n1")])
        #expect(found.labels["app"] == "x")
        #expect(found.locality == Locality(region: "r1", zone: "z1"))
        #expect(found.labels[LabelKey.hostname] == "a")
    }

    @Test("A node that another kind of client sends makes a proxy of that kind, and is otherwise the same")
    func clients() throws {
        let plain = EnvoyNode(id: "sidecar~10.1.0.1~client.shop~shop.svc.cluster.local")
        var proxyless = plain
        proxyless.metadata = ["GENERATOR": .string("grpc"), "CLUSTER_ID": .string("c1")]
        var library = plain
        (library.userAgentName, library.userAgentVersion) = ("gRPC C-core", "1.85.1")
        for node in [plain, proxyless, library] {
            #expect(try proxy(node.sent(by: .grpc)).client == .grpc)
            #expect(try proxy(node.sent(by: .envoy)).client == .envoy)
            #expect(try proxy(node).cluster == proxy(node.sent(by: .grpc)).cluster)
            #expect(try proxy(node).cluster == proxy(node.sent(by: .envoy)).cluster)
        }
        #expect(plain.sent(by: .envoy) == plain)
        #expect(proxyless.sent(by: .grpc) == proxyless)
        #expect(library.sent(by: .grpc) == library)
    }

    @Test("A plain Envoy is a sidecar of both families, at its own locality")
    func plainEnvoy() throws {
        let found = try proxy(EnvoyNode(id: "envoy-1", locality: Locality(region: "r9")))
        #expect(found.kind == .sidecar)
        #expect(found.addressMode == .dual)
        #expect(found.namespace == "default")
        #expect(found.locality == Locality(region: "r9"))
        #expect(found.network == .none)
    }
}

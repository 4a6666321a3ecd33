import MeshExplanation
import MeshModel
import NetworkInference
import Testing
import TranslationTestSupport

@Suite("Intended shares and shares in Envoy")
struct EffectiveSharesTests {
    /// A local endpoint, and remote ones in two zones behind a gateway.
    private static let zones = TestMesh(clusters: [
        "c1": [Manifest.service("s")] + Manifest.workload("s", ips: ["10.0.0.1"], network: "n1"),
        "c2": [Manifest.gatewayService(network: "n2", ips: ["2.2.2.2"])]
            + Manifest.workload(
                "s",
                "a",
                ips: ["20.0.0.1"],
                labels: ["topology.istio.io/locality": "r.a"],
                network: "n2"
            )
            + Manifest.workload(
                "s",
                "b",
                ips: ["20.0.0.2", "20.0.0.3"],
                labels: ["topology.istio.io/locality": "r.b"],
                network: "n2"
            ),
    ])

    private func shares(
        _ mesh: TestMesh,
        _ semantics: TranslationSemantics,
        _ options: ShareOptions = ShareOptions()
    ) throws -> EffectiveShares {
        let conclusions = try MeshConclusions(mesh.directory(), by: MeshInference(semantics: semantics))
        let node = EnvoyNode.sidecar(network: "n1", cluster: "c1", locality: Locality(region: "r", zone: "a"))
        let proxy = ProxyInference(conclusions.snapshot).proxy(for: node)
        return EffectiveShares(MeshExplainer(conclusions).explain("s.shop.svc.cluster.local:80", for: proxy), options)
    }

    @Test("A gateway that is sent once gives every zone its share")
    func once() throws {
        let shares = try shares(Self.zones, .standard)
        #expect(!shares.differs)
        #expect(shares.addresses.map(\.weight) == [1, 3])
        #expect(shares.networks.map(\.name) == ["n1", "n2"])
    }

    @Test("Of a gateway that is sent once per zone Envoy keeps one, and the weight of the other is lost")
    func perLocality() throws {
        let shares = try shares(Self.zones, .istio130)
        #expect(shares.differs)
        let remote = try #require(shares.networks.last)
        #expect(abs(remote.intended - 0.75) < 1e-9)
        #expect(abs(remote.effective - 0.5) < 1e-9)
        #expect(remote.reasons == ["kept once: Envoy ignores the copy in locality r/b (weight 2)"])
        // The gateway's share is distributed over all endpoints behind it.
        let zone = try #require(shares.localities.last)
        #expect(zone.name == "r/b")
        #expect(abs(zone.effective - 0.5 * 2 / 3) < 1e-9)
    }

    @Test("Unready endpoints that count behind a gateway are reported")
    func hidden() throws {
        let mesh = TestMesh(clusters: [
            "c1": [Manifest.service("s", spec: "trafficDistribution: PreferClose")]
                + Manifest.workload("s", ips: ["10.0.0.1"], network: "n1"),
            "c2": [
                Manifest.gatewayService(network: "n2", ips: ["2.2.2.2"]),
                Manifest.pod("p", ip: "20.0.0.1", network: "n2"), Manifest.pod("q", ip: "20.0.0.2", network: "n2"),
                Manifest.slice(
                    "s",
                    [
                        Manifest.endpoint("20.0.0.1", pod: "p", conditions: "ready: false, terminating: false"),
                        Manifest.endpoint("20.0.0.2", pod: "q"),
                    ]
                ),
            ],
        ])
        let standard = try shares(mesh, .standard)
        #expect(standard.addresses.map(\.endpoints) == [1, 1])
        let reference = try shares(mesh, .istio130)
        #expect(reference.addresses.map(\.endpoints) == [1, 2])
        #expect(reference.levels.map(\.load) == [100, 0])
    }

    @Test("Host weights are ignored if localities are weighted, and all shares add up")
    func localityWeights() throws {
        for weighs in ShareOptions.LocalityWeights.allCases {
            let shares = try shares(Self.zones, .standard, ShareOptions(localityWeights: weighs))
            #expect(shares.weighsLocalities == (weighs == .on))
            #expect(abs(shares.addresses.reduce(0) { $0 + $1.row.effective } - 1) < 1e-9)
        }
    }
}

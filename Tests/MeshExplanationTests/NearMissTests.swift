import MeshExplanation
import MeshModel
import NetworkInference
import Testing
import TranslationTestSupport

@Suite("Suggestions for unknown names")
struct NearMissTests {
    private static let mesh = TestMesh(clusters: [
        "c1": [
            Manifest.service("web"), Manifest.service("orders"),
            Manifest.service("hidden", annotations: ["networking.istio.io/exportTo": "other"]),
        ]
    ])

    @Test(
        "A name without a service is answered with the reason and a suggestion",
        arguments: [
            ("web:80", "no service has the host web", "outbound|80||web.shop.svc.cluster.local"),
            (
                "outbound|80||wbe.shop.svc.cluster.local", "no service has the host",
                "outbound|80||web.shop.svc.cluster.local"
            ),
            ("outbound|81||web.shop.svc.cluster.local", "has no port 81", "outbound|80||web.shop.svc.cluster.local"),
            ("web.shop.svc.cluster.local", "is not a cluster name", "outbound|80||web.shop.svc.cluster.local"),
            ("outbound|80||hidden.shop.svc.cluster.local", "is not exported to namespace shop", nil),
            ("outbound|80||hiden.shop.svc.cluster.local", "no service", "outbound|80||hidden.shop.svc.cluster.local"),
            ("", "is not a cluster name", nil), ("|||", "is not a cluster name", nil),
        ] as [(String, String, String?)]
    )
    func nearMisses(name: String, reason: String, suggestion: String?) throws {
        let conclusions = try MeshConclusions(Self.mesh.directory(), by: MeshInference(semantics: .standard))
        let proxy = ProxyInference(conclusions.snapshot).proxy(for: .sidecar())
        let misses = try #require(MeshExplainer(conclusions).explain(name, for: proxy).nearMisses)
        #expect(misses.reason.contains(reason), "\(misses.reason)")
        #expect(misses.suggestions.first?.name == suggestion)
        let isHidden = suggestion?.contains("hidden") ?? false
        #expect(misses.suggestions.first?.remark == (isHidden ? "not exported to namespace shop" : nil))
    }
}

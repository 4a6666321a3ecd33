import MeshModel
import Testing
import TranslationTestSupport

@Suite("Placement of gateways under the standard rules")
struct GatewayPlacementTests {
    private static let host = "s.shop.svc.cluster.local"

    private func lines(_ localities: [(String, weight: Int)], policy: String) throws -> [String] {
        let endpoints = localities.enumerated().map { index, place in
            "address: 10.2.0.\(index + 1), network: n2, serviceAccount: vm, locality: \(place.0), weight: \(place.weight)"
        }
        let mesh = TestMesh(clusters: [
            "c1": [
                Manifest.serviceEntry(
                    "s",
                    host: Self.host,
                    endpoints: endpoints + ["address: 10.1.0.1, locality: r1/z1"]
                ),
                Manifest.gatewayService(network: "n2", ips: ["35.0.0.2"]),
                Manifest.destinationRule("r", host: Self.host, "trafficPolicy: {\(policy)}"),
            ]
        ])
        let node = EnvoyNode.sidecar(network: "n1", cluster: "c1", locality: Locality(region: "r1", zone: "z1"))
        return try mesh.translated(.standard).lines("outbound|80||\(Self.host)", for: node)
    }

    @Test("The best priority has precedence over the greater weight for the placement of a gateway")
    func priority() throws {
        #expect(
            try lines([("r2/z1", weight: 9), ("r1/z2", weight: 2), ("r3", weight: 4)], policy: "outlierDetection: {}")
                == ["r1/z1*1", "  10.1.0.1:8080*1", "r1/z2 p1*15", "  35.0.0.2:15443*15"]
        )
    }

    @Test("Of equal priorities the greater weight decides the placement of a gateway, then the first locality")
    func weight() throws {
        #expect(
            try lines(
                [("r1/z2", weight: 2), ("r2/z1", weight: 9), ("r3", weight: 9)],
                policy: "tls: {mode: ISTIO_MUTUAL}"
            )
                == ["r1/z1*1", "  10.1.0.1:8080*1", "r2/z1*20", "  35.0.0.2:15443*20"]
        )
    }
}

import MeshModel
import TranslationTestSupport

/// The mesh of the reference's own tests of its network filter (fixture F1).
enum ReferenceFixture {
    static let name = "outbound|80||s.shop.svc.cluster.local"

    /// Returns clusters `1a`, `1b` in network1, `2a`, `2b` in network2, `3` with a gateway only, `4` without one.
    static func mesh(_ configuration: [String] = []) -> TestMesh {
        TestMesh(clusters: [
            "1a": configuration + [Manifest.service("s"), gateway("network1", ["1.1.1.1"], ports: [80])]
                + Manifest.workload("s", ips: ["10.0.0.1", "10.0.0.3"], network: "network1"),
            "1b": Manifest.workload("s", ips: ["10.0.0.2"], network: "network1"),
            "2a": [gateway("network2", ["2.2.2.2"], ports: [80, 15_008])]
                + Manifest.workload("s", ips: ["20.0.0.1"], network: "network2"),
            "2b": [gateway("network2", ["2.2.2.20", "2.2.2.21"], ports: [80, 15_008])]
                + Manifest.workload("s", ips: ["20.0.0.2", "20.0.0.3"], network: "network2"),
            "3": [gateway("network3", ["3.3.3.3"], ports: [80])],
            "4": Manifest.workload("s", ips: ["40.0.0.1"], network: "network4"),
        ])
    }

    private static func gateway(_ network: String, _ ips: [String], ports: [Int]) -> String {
        Manifest.gatewayService(
            network: network,
            ips: ips,
            ports: ports,
            labels: ["networking.istio.io/gatewayPort": "80"]
        )
    }

    /// The networks with the local endpoints of a proxy in them, and those behind other networks' gateways (EG-T1).
    static let views: [(network: String, cluster: String, local: [String], remote: [String])] = [
        (
            "network1", "1a", ["10.0.0.1:8080*6", "10.0.0.3:8080*6", "10.0.0.2:8080*6"],
            ["2.2.2.20:80*6", "2.2.2.21:80*6", "2.2.2.2:80*6"]
        ),
        (
            "network2", "2b", ["20.0.0.1:8080*6", "20.0.0.2:8080*6", "20.0.0.3:8080*6"],
            ["1.1.1.1:80*18"]
        ),
        ("network3", "3", [], ["1.1.1.1:80*18", "2.2.2.20:80*6", "2.2.2.21:80*6", "2.2.2.2:80*6"]),
        ("network4", "4", [], ["1.1.1.1:80*18", "2.2.2.20:80*6", "2.2.2.21:80*6", "2.2.2.2:80*6"]),
    ]
}

import MeshModel
import TranslationTestSupport

extension DifferenceExample {
    private static func slice(_ name: String, _ ports: String, _ endpoints: String) -> String {
        Manifest.object(
            "discovery.k8s.io/v1",
            "EndpointSlice",
            name,
            namespace: "shop",
            labels: ["kubernetes.io/service-name": "s"],
            "addressType: IPv4\nports: [\(ports)]\nendpoints: [\(endpoints)]\n"
        )
    }

    /// Differences in what Gateways and EndpointSlices mean.
    static let slices: [DifferenceExample] = [
        DifferenceExample(
            difference: .slicePorts,
            choices: ["target-port", "socket"],
            mesh: TestMesh(clusters: [
                "c1": [Manifest.service("s"), slice("s-1", "{name: http}", "{addresses: [10.1.0.1]}")]
            ]),
            standard: ["-*1", "  10.1.0.1:8080*1"],
            other: ["-*1", "  10.1.0.1:0*1"]
        ),
        DifferenceExample(
            difference: .repeatedAddresses,
            choices: ["ready-first", "first-slice"],
            mesh: TestMesh(clusters: [
                "c1": [
                    Manifest.service("s"),
                    slice(
                        "a",
                        "{name: http, port: 8080}",
                        "{addresses: [10.1.0.1], conditions: {ready: false, terminating: false}}"
                    ), slice("b", "{name: http, port: 8080}", "{addresses: [10.1.0.1], conditions: {ready: true}}"),
                    slice("c", "{name: http, port: 8081}", "{addresses: [10.1.0.1], conditions: {ready: true}}"),
                ]
            ]),
            standard: ["-*2", "  10.1.0.1:8080*1", "  10.1.0.1:8081*1"],
            other: []
        ),
        DifferenceExample(
            difference: .sliceLocality,
            choices: ["from-node", "none"],
            mesh: TestMesh(clusters: [
                "c1": [
                    Manifest.service("s"),
                    Manifest.node(
                        "n",
                        labels: ["topology.kubernetes.io/region": "r1", "topology.kubernetes.io/zone": "z1"]
                    ),
                    slice(
                        "s-1",
                        "{name: http, port: 8080}",
                        "{addresses: [10.1.0.1], nodeName: n}, {addresses: [10.1.0.2], zone: z1}"
                    ),
                ]
            ]),
            standard: ["r1/z1*2", "  10.1.0.1:8080*1", "  10.1.0.2:8080*1"],
            other: ["-*2", "  10.1.0.1:8080*1", "  10.1.0.2:8080*1"]
        ),
    ]
}

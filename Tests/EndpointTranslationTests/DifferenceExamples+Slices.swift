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
        DifferenceExample(
            difference: .endpointIdentity,
            choices: ["workload", "address"],
            mesh: TestMesh(clusters: [
                "c1": [
                    Manifest.service("s"), Manifest.pod("p", ips: ["10.2.0.1", "fd00::1"], network: "n2"),
                    Manifest.slice("s", suffix: "4", type: "IPv4", [Manifest.endpoint("10.2.0.1", pod: "p")]),
                    Manifest.slice("s", suffix: "6", type: "IPv6", [Manifest.endpoint("fd00::1", pod: "p")]),
                    Manifest.gatewayService(network: "n2", ips: ["35.0.0.2"]),
                ]
            ]),
            standard: ["-*1", "  35.0.0.2:15443*1"],
            other: ["-*2", "  35.0.0.2:15443*2"]
        ),
        DifferenceExample(
            difference: .endpointFamilies,
            choices: ["reachable", "all"],
            mesh: TestMesh(clusters: [
                "c1": [
                    Manifest.service("s"),
                    Manifest.slice("s", suffix: "4", type: "IPv4", [Manifest.endpoint("10.1.0.1")]),
                    Manifest.slice("s", suffix: "6", type: "IPv6", [Manifest.endpoint("fd00::1")]),
                ]
            ]),
            standard: ["-*1", "  10.1.0.1:8080*1"],
            other: ["-*2", "  10.1.0.1:8080*1", "  fd00::1:8080*1"]
        ),
        DifferenceExample(
            difference: .sharedPortNames,
            choices: ["by-number", "by-name"],
            mesh: TestMesh(clusters: [
                "c1": [entry("a", port: 80, "192.0.2.1"), entry("b", port: 8080, "192.0.2.2")]
            ]),
            name: "outbound|80||api.example.com",
            standard: ["-*1", "  192.0.2.1:80*1"],
            other: ["-*2", "  192.0.2.1:80*1", "  192.0.2.2:8080*1"]
        ),
    ]

    private static func entry(_ name: String, port: Int, _ address: String) -> String {
        Manifest.object(
            "networking.istio.io/v1",
            "ServiceEntry",
            name,
            namespace: "shop",
            labels: [:],
            """
            spec:
              hosts: [api.example.com]
              resolution: STATIC
              ports: [{number: \(port), name: http, protocol: HTTP}]
              endpoints: [{address: \(address)}]

            """
        )
    }
}

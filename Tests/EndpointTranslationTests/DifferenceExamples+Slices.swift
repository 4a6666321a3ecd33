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
            difference: .hboneListeners,
            choices: ["tunnels-only", "any-traffic"],
            mesh: TestMesh(clusters: [
                "c1": [Manifest.service("s")] + Manifest.workload("s", ips: ["10.1.0.1"], network: "n1"),
                "c2": Manifest.workload("s", "far", ips: ["10.2.0.1"], network: "n2") + [
                    Manifest.gatewayService(network: "n2", ips: ["35.0.0.2"]),
                    Manifest.object(
                        "gateway.networking.k8s.io/v1",
                        "Gateway",
                        "ew",
                        namespace: "istio-system",
                        labels: ["topology.istio.io/network": "n2"],
                        """
                        spec:
                          gatewayClassName: istio-east-west
                          addresses: [{type: IPAddress, value: 35.0.0.3}]
                          listeners: [{name: mesh, port: 15008, protocol: HBONE}]

                        """
                    ),
                ],
            ]),
            standard: ["-*2", "  10.1.0.1:8080*1", "  35.0.0.2:15443*1"],
            other: ["-*4", "  10.1.0.1:8080*2", "  35.0.0.2:15443*1", "  35.0.0.3:15008*1"]
        ),
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

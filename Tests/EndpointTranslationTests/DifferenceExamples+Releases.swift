import MeshModel
import TranslationTestSupport

extension DifferenceExample {
    private static let machine = "labels: {app: s}, serviceAccount: vm"
    private static let host = "s.shop.svc.cluster.local"

    private static func service(_ ips: [String] = ["10.1.0.1"], network: String? = nil) -> [String] {
        [Manifest.service("s")] + Manifest.workload("s", ips: ips, network: network)
    }

    /// Differences in what is read of configuration.
    static let configuration: [DifferenceExample] = [
        DifferenceExample(
            difference: .selectingRules,
            choices: ["own-workloads", "whole-namespace"],
            mesh: TestMesh(clusters: [
                "c1": [
                    Manifest.service("s"), Manifest.pod("s-1", ip: "10.1.0.1", labels: ["version": "v1"]),
                    Manifest.pod("s-2", ip: "10.1.0.2", labels: ["version": "v2"]),
                    Manifest.slice(
                        "s",
                        [Manifest.endpoint("10.1.0.1", pod: "s-1"), Manifest.endpoint("10.1.0.2", pod: "s-2")]
                    ),
                    Manifest.destinationRule("own", host: host, "workloadSelector: {matchLabels: {app: other}}"),
                    Manifest.object(
                        "networking.istio.io/v1",
                        "DestinationRule",
                        "root",
                        namespace: "istio-system",
                        labels: [:],
                        "spec: {host: \(host), subsets: [{name: v1, labels: {version: v1}}]}\n"
                    ),
                ]
            ]),
            name: "outbound|80|v1|\(host)",
            standard: ["-*1", "  10.1.0.1:8080*1"],
            other: ["-*2", "  10.1.0.1:8080*1", "  10.1.0.2:8080*1"]
        ),
        DifferenceExample(
            difference: .machinePorts,
            choices: ["service-port-name", "target-port-name"],
            mesh: TestMesh(clusters: [
                "c1": [
                    Manifest.object(
                        "v1",
                        "Service",
                        "s",
                        namespace: "shop",
                        labels: [:],
                        "spec: {selector: {app: s}, ports: [{name: http, port: 80, targetPort: web}]}\n"
                    ), Manifest.workloadEntry("vm", "address: 10.1.0.1, \(machine), ports: {http: 8080, web: 9090}"),
                ]
            ]),
            standard: ["-*1", "  10.1.0.1:8080*1"],
            other: ["-*1", "  10.1.0.1:9090*1"]
        ),
        DifferenceExample(
            difference: .undiscoveredConfiguration,
            choices: ["ignored", "counts"],
            mesh: TestMesh(
                clusters: [
                    "c1": [
                        Manifest.namespace("shop"),
                        Manifest.serviceEntry("s", host: "s.example", endpoints: ["address: 10.1.0.1"]),
                    ]
                ],
                mesh: "discoverySelectors: [{matchLabels: {team: a}}]"
            ),
            name: "outbound|80||s.example",
            standard: [],
            other: ["-*1", "  10.1.0.1:8080*1"]
        ),
        DifferenceExample(
            difference: .importedServices,
            choices: ["config-cluster", "second-cluster"],
            mesh: TestMesh(clusters: [
                "c1": service() + [serviceExport, serviceImport],
                "c2": [
                    Manifest.object(
                        "v1",
                        "Service",
                        "s",
                        namespace: "shop",
                        labels: [:],
                        "spec: {selector: {app: s}, ports: [{name: http, port: 81}]}\n"
                    )
                ],
            ]),
            name: "outbound|80||s.shop.svc.clusterset.local",
            features: MeshFeatures(mcsServiceDiscovery: true, mcsHost: true),
            standard: ["-*1", "  10.1.0.1:8080*1"],
            other: []
        ),
    ]

    private static let serviceExport = Manifest.object(
        "multicluster.x-k8s.io/v1alpha1",
        "ServiceExport",
        "s",
        namespace: "shop",
        labels: [:],
        ""
    )

    private static let serviceImport = Manifest.object(
        "multicluster.x-k8s.io/v1alpha1",
        "ServiceImport",
        "s",
        namespace: "shop",
        labels: [:],
        "spec: {type: ClusterSetIP, ips: [10.254.0.1], ports: [{port: 80}]}\n"
    )

    /// Differences between releases of istiod.
    static let releases: [DifferenceExample] = [
        DifferenceExample(
            difference: .unreadyEndpoints,
            choices: ["leave-out", "send"],
            mesh: TestMesh(clusters: [
                "c1": [
                    Manifest.service("s"), Manifest.pod("s-1", ip: "10.1.0.1"), Manifest.pod("s-2", ip: "10.1.0.2"),
                    Manifest.slice(
                        "s",
                        [
                            Manifest.endpoint("10.1.0.1", pod: "s-1"),
                            Manifest.endpoint("10.1.0.2", pod: "s-2", conditions: "ready: false, terminating: false"),
                        ]
                    ),
                ]
            ]),
            standard: ["-*1", "  10.1.0.1:8080*1"],
            other: ["-*2", "  10.1.0.1:8080*1", "  10.1.0.2:8080*1"]
        ),
        DifferenceExample(
            difference: .gatewayFamilies,
            choices: ["reachable", "all"],
            mesh: TestMesh(clusters: [
                "c1": service(network: "n1"),
                "c2": Manifest.workload("s", "far", ips: ["10.2.0.1"], network: "n2") + [
                    Manifest.gatewayService(network: "n2", ips: ["35.0.0.2", "2001:db8::2"])
                ],
            ]),
            standard: ["-*2", "  10.1.0.1:8080*1", "  35.0.0.2:15443*1"],
            other: ["-*4", "  10.1.0.1:8080*2", "  2001:db8::2:15443*1", "  35.0.0.2:15443*1"]
        ),
        DifferenceExample(
            difference: .networklessProxies,
            choices: ["gateways", "direct"],
            mesh: TestMesh(clusters: [
                "c1": service(network: "n1") + [Manifest.gatewayService(network: "n1", ips: ["35.0.0.1"])]
            ]),
            node: .sidecar("10.99.0.9", cluster: "c1"),
            standard: ["-*1", "  35.0.0.1:15443*1"],
            other: ["-*1", "  10.1.0.1:8080*1"]
        ),
        DifferenceExample(
            difference: .labelledGatewayPorts,
            choices: ["declared", "assumed"],
            mesh: TestMesh(clusters: [
                "c1": service(network: "n1"),
                "c2": Manifest.workload("s", "far", ips: ["10.2.0.1"], network: "n2") + [
                    Manifest.gatewayService(network: "n2", ips: ["35.0.0.2"], ports: [443])
                ],
            ]),
            standard: ["-*2", "  10.1.0.1:8080*1", "  10.2.0.1:8080*1"],
            other: ["-*2", "  10.1.0.1:8080*1", "  35.0.0.2:15443*1"]
        ),
        DifferenceExample(
            difference: .localityLabels,
            choices: ["both", "istio-locality"],
            mesh: TestMesh(clusters: [
                "c1": [
                    Manifest.service("s"),
                    Manifest.pod("s-1", ip: "10.1.0.1", labels: ["topology.istio.io/locality": "r1.z1"]),
                    Manifest.slice("s", [Manifest.endpoint("10.1.0.1", pod: "s-1")]),
                ]
            ]),
            standard: ["r1/z1*1", "  10.1.0.1:8080*1"],
            other: ["-*1", "  10.1.0.1:8080*1"]
        ),
        DifferenceExample(
            difference: .inlineEndpointNames,
            choices: ["given", "none"],
            mesh: TestMesh(clusters: [
                "c1": [
                    Manifest.serviceEntry(
                        "s",
                        host: "s.example",
                        endpoints: ["address: 10.2.0.1, network: n2, serviceAccount: vm"]
                    ), Manifest.peerAuthentication("off", namespace: "shop", "mtls: {mode: DISABLE}"),
                    Manifest.gatewayService(network: "n2", ips: ["35.0.0.2"]),
                ]
            ]),
            name: "outbound|80||s.example",
            // The policy of the namespace keeps the endpoint from gateways; without a namespace it does not count.
            standard: [],
            other: ["-*1", "  35.0.0.2:15443*1"]
        ),
    ]
}

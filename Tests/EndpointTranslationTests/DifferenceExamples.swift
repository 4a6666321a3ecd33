import MeshModel
import TranslationTestSupport

extension DifferenceExample {
    /// One example per difference, in the order of the differences.
    static let all =
        networks + gateways + [missingTerminating, unlabelledProxies] + assignments + tunnels + configuration
        + releases + slices + shares

    private static func local(_ ip: String = "10.1.0.1") -> [String] {
        [Manifest.service("s")] + Manifest.workload("s", ips: [ip], network: "n1")
    }

    private static func remote(_ count: Int = 1, network: String = "n2") -> [String] {
        Manifest.workload("s", "far", ips: (1...count).map { "10.2.0.\($0)" }, network: network)
    }

    private static let networks: [DifferenceExample] = [
        DifferenceExample(
            difference: .networkPrecedence,
            choices: ["most-specific", "registry-first"],
            mesh: TestMesh(
                clusters: [
                    "c1": [Manifest.namespace("istio-system", network: "n1"), Manifest.service("s")]
                        + Manifest.workload("s", ips: ["10.2.0.1"])
                ],
                meshNetworks: """
                    networks:
                      n2: {endpoints: [{fromCidr: 10.2.0.0/16}], gateways: [{address: 35.0.0.2, port: 15443}]}
                    """
            ),
            standard: ["-*1", "  35.0.0.2:15443*1"],
            other: ["-*1", "  10.2.0.1:8080*1"]
        ),
        DifferenceExample(
            difference: .overlappingCIDRs,
            choices: ["longest", "widest"],
            mesh: TestMesh(
                clusters: ["c1": [Manifest.service("s")] + Manifest.workload("s", ips: ["10.2.0.1"])],
                meshNetworks: """
                    networks:
                      n1: {endpoints: [{fromCidr: 10.0.0.0/8}]}
                      n2: {endpoints: [{fromCidr: 10.2.0.0/16}], gateways: [{address: 35.0.0.2, port: 15443}]}
                    """
            ),
            standard: ["-*1", "  35.0.0.2:15443*1"],
            other: ["-*1", "  10.2.0.1:8080*1"]
        ),
        DifferenceExample(
            difference: .conflictingRegistries,
            choices: ["error", "first-by-name"],
            mesh: TestMesh(
                clusters: ["c1": [Manifest.service("s")] + Manifest.workload("s", ips: ["10.2.0.1"])],
                meshNetworks: """
                    networks:
                      n2: {endpoints: [{fromRegistry: c1}], gateways: [{address: 35.0.0.2, port: 15443}]}
                      n3: {endpoints: [{fromRegistry: c1}]}
                    """
            ),
            standard: [
                "mesh-networks.yaml:3:20: cluster c1 is claimed by network n3 and by n2 (mesh-networks.yaml:2:20), "
                    + "expected one"
            ],
            other: ["-*1", "  35.0.0.2:15443*1"]
        ),
    ]

    private static let gateways: [DifferenceExample] = [
        DifferenceExample(
            difference: .duplicateGateways,
            choices: ["merge", "per-source"],
            mesh: TestMesh(
                clusters: [
                    "c1": local(),
                    "c2": [Manifest.gatewayService(network: "n2", ips: ["35.0.0.2"])],
                    "c3": remote(),
                ],
                meshNetworks: "networks: {n2: {gateways: [{address: 35.0.0.2, port: 15443}]}}"
            ),
            base: semantics("istio-1.30"),
            standard: ["-*2", "  10.1.0.1:8080*1", "  35.0.0.2:15443*1"],
            // The address takes half of the endpoint's weight under each of its two sources.
            other: ["-*4", "  10.1.0.1:8080*2", "  35.0.0.2:15443*1", "  35.0.0.2:15443*1"]
        ),
        DifferenceExample(
            difference: .gatewayPerLocality,
            choices: ["once", "per-locality"],
            mesh: TestMesh(clusters: [
                "c1": [
                    Manifest.service("s"),
                    Manifest.workloadEntry("a", "address: 10.2.0.1, \(machine), locality: r1/z1, network: n2"),
                    Manifest.workloadEntry("b", "address: 10.2.0.2, \(machine), locality: r2, network: n2, weight: 2"),
                    Manifest.gatewayService(network: "n2", ips: ["35.0.0.2"]),
                ]
            ]),
            standard: ["r2*3", "  35.0.0.2:15443*3"],
            other: ["r1/z1*1", "  35.0.0.2:15443*1", "r2*2", "  35.0.0.2:15443*2"]
        ),
        DifferenceExample(
            difference: .weights,
            choices: ["exact", "mesh-wide-multiple"],
            mesh: TestMesh(clusters: [
                "c1": local() + [Manifest.gatewayService(network: "n3", ips: ["35.0.0.3", "35.0.0.4", "35.0.0.5"])],
                "c2": remote() + [Manifest.gatewayService(network: "n2", ips: ["35.0.0.1", "35.0.0.2"])],
            ]),
            standard: ["-*4", "  10.1.0.1:8080*2", "  35.0.0.1:15443*1", "  35.0.0.2:15443*1"],
            // The three gateways of a network that has nothing to do with it take part in the factor.
            other: ["-*12", "  10.1.0.1:8080*6", "  35.0.0.1:15443*3", "  35.0.0.2:15443*3"]
        ),
        DifferenceExample(
            difference: .remoteHealth,
            choices: ["healthy-only", "all"],
            mesh: TestMesh(clusters: [
                "c1": [Manifest.service("s", labels: ["istio.io/persistent-session": "cookie"])]
                    + Manifest.workload("s", ips: ["10.1.0.1"], network: "n1"),
                "c2": [
                    Manifest.service("s", labels: ["istio.io/persistent-session": "cookie"]),
                    Manifest.pod("far", ip: "10.2.0.1", network: "n2"),
                    Manifest.slice(
                        "s",
                        [
                            Manifest.endpoint(
                                "10.2.0.1",
                                pod: "far",
                                conditions: "ready: false, serving: true, terminating: true"
                            )
                        ]
                    ),
                    Manifest.gatewayService(network: "n2", ips: ["35.0.0.2"]),
                ],
            ]),
            standard: ["-*1", "  10.1.0.1:8080*1"],
            other: ["-*2", "  10.1.0.1:8080*1", "  35.0.0.2:15443*1"]
        ),
        DifferenceExample(
            difference: .unresolvedGateways,
            choices: ["unreachable", "ignored"],
            mesh: TestMesh(
                clusters: ["c1": local() + remote()],
                meshNetworks: "networks: {n2: {gateways: [{address: gateway.example, port: 15443}]}}",
                dns: "gateway.example: []"
            ),
            standard: ["-*1", "  10.1.0.1:8080*1"],
            other: ["-*2", "  10.1.0.1:8080*1", "  10.2.0.1:8080*1"]
        ),
        DifferenceExample(
            difference: .unreachableNetworks,
            choices: ["direct", "drop"],
            mesh: TestMesh(clusters: ["c1": local() + remote()]),
            standard: ["-*2", "  10.1.0.1:8080*1", "  10.2.0.1:8080*1"],
            other: ["-*1", "  10.1.0.1:8080*1"]
        ),
    ]

    private static let missingTerminating = DifferenceExample(
        difference: .missingTerminating,
        choices: ["unhealthy", "terminating"],
        mesh: TestMesh(clusters: [
            "c1": [
                Manifest.service("s", spec: "trafficDistribution: PreferClose"),
                Manifest.slice("s", [Manifest.endpoint("10.1.0.1", conditions: "ready: false")]),
            ]
        ]),
        standard: ["-*1", "  10.1.0.1:8080*1"],
        other: []
    )

    private static let unlabelledProxies = DifferenceExample(
        difference: .unlabelledProxies,
        choices: ["own-workload", "no-network"],
        mesh: TestMesh(clusters: [
            "c1": local() + [
                Manifest.pod("client", ip: "10.99.0.1", network: "n1"),
                Manifest.gatewayService(network: "n1", ips: ["35.0.0.1"]),
            ]
        ]),
        node: .sidecar("10.99.0.1", cluster: "c1"),
        standard: ["-*1", "  10.1.0.1:8080*1"],
        other: ["-*1", "  35.0.0.1:15443*1"]
    )

    private static let assignments: [DifferenceExample] = [
        DifferenceExample(
            difference: .duplicateEndpoints,
            choices: ["once", "as-listed"],
            mesh: TestMesh(clusters: [
                "c1": local() + [Manifest.workloadEntry("same", "address: 10.1.0.1, network: n1, \(machine)")]
            ]),
            standard: ["-*1", "  10.1.0.1:8080*1"],
            other: ["-*2", "  10.1.0.1:8080*1", "  10.1.0.1:8080*1"]
        ),
        DifferenceExample(
            difference: .localityGroups,
            choices: ["by-locality", "by-label"],
            mesh: TestMesh(clusters: [
                "c1": [
                    Manifest.service("s"),
                    Manifest.workloadEntry("a", "address: 10.1.0.1, network: n1, \(machine), locality: r1/z1/s1"),
                    Manifest.workloadEntry("b", "address: 10.1.0.2, network: n1, \(machine), locality: r1/z1/s1/rack"),
                ]
            ]),
            standard: ["r1/z1/s1*2", "  10.1.0.1:8080*1", "  10.1.0.2:8080*1"],
            other: ["r1/z1/s1*1", "  10.1.0.1:8080*1", "r1/z1/s1*1", "  10.1.0.2:8080*1"]
        ),
        DifferenceExample(
            difference: .emptyAddresses,
            choices: ["drop", "emit"],
            mesh: TestMesh(clusters: [
                "c1": local() + [Manifest.workloadEntry("nowhere", "network: n1, \(machine)")]
            ]),
            standard: ["-*1", "  10.1.0.1:8080*1"],
            other: ["-*2", "  10.1.0.1:8080*1", "  :8080*1"]
        ),
        DifferenceExample(
            difference: .networkFailover,
            choices: ["refine", "stop"],
            mesh: TestMesh(clusters: [
                "c1": [
                    Manifest.service("s", spec: "trafficDistribution: PreferClose"),
                    Manifest.workloadEntry("a", "address: 10.2.0.1, network: n2, \(machine), locality: r2/z2"),
                    Manifest.workloadEntry("b", "address: 10.2.0.2, network: n2, \(machine), locality: r1/z1"),
                ]
            ]),
            node: .sidecar(network: "n1", cluster: "c1", locality: Locality(region: "r1", zone: "z1")),
            standard: ["r1/z1*1", "  10.2.0.2:8080*1", "r2/z2 p1*1", "  10.2.0.1:8080*1"],
            other: ["r1/z1*1", "  10.2.0.2:8080*1", "r2/z2*1", "  10.2.0.1:8080*1"]
        ),
        DifferenceExample(
            difference: .subsetTLS,
            choices: ["inherited", "own-policy-only"],
            mesh: TestMesh(clusters: [
                "c1": Manifest.workload("s", "far", ips: ["10.2.0.1"], labels: ["version": "v1"], network: "n2") + [
                    Manifest.service("s"), Manifest.gatewayService(network: "n2", ips: ["35.0.0.2"]),
                    Manifest.destinationRule(
                        "plain",
                        host: "s.shop.svc.cluster.local",
                        "trafficPolicy: {tls: {mode: DISABLE}}, subsets: [{name: v1, labels: {version: v1}}]"
                    ),
                ]
            ]),
            name: "outbound|80|v1|s.shop.svc.cluster.local",
            standard: [],
            other: ["-*1", "  35.0.0.2:15443*1"]
        ),
        DifferenceExample(
            difference: .portlessGateways,
            choices: ["skip", "emit"],
            mesh: TestMesh(clusters: [
                "c1": local() + remote() + [
                    Manifest.gatewayService(network: "n2", ips: ["35.0.0.2"], ports: [15_008])
                ]
            ]),
            node: .sidecar(network: "n1", cluster: "c1", kind: "router"),
            standard: ["-*2", "  10.1.0.1:8080*1", "  10.2.0.1:8080*1"],
            other: ["-*2", "  10.1.0.1:8080*1", "  35.0.0.2:0*1"]
        ),
    ]

    private static let shares: [DifferenceExample] = [
        DifferenceExample(
            difference: .shareEncoding,
            choices: ["auto", "localities", "many-addresses", "endpoint-weights"],
            mesh: TestMesh(clusters: [
                "c1": local() + remote(3) + [Manifest.gatewayService(network: "n2", ips: ["35.0.0.2"])]
            ]),
            standard: ["-*1", "  10.1.0.1:8080*1", "//gateway-35.0.0.2-15443*3", "  35.0.0.2:15443*3"],
            other: ["-*4", "  10.1.0.1:8080*1", "  35.0.0.2:15443*3"]
        ),
        DifferenceExample(
            difference: .mappedAddresses,
            choices: ["plain", "as-written"],
            mesh: TestMesh(clusters: ["c1": local("::ffff:10.1.0.1")]),
            standard: ["-*1", "  10.1.0.1:8080*1"],
            other: ["-*1", "  ::ffff:10.1.0.1:8080*1"]
        ),
    ]

    private static let captured = [
        Manifest.object(
            "v1",
            "Pod",
            "captured",
            namespace: "shop",
            labels: ["app": "s", "topology.istio.io/network": "n2"],
            annotations: ["ambient.istio.io/redirection": "enabled"],
            "status: {phase: Running, podIP: 10.2.0.1, conditions: [{type: Ready, status: \"True\"}]}\n"
        ), Manifest.slice("s", suffix: "far", [Manifest.endpoint("10.2.0.1", pod: "captured")]),
    ]

    private static let tunnels: [DifferenceExample] = [
        DifferenceExample(
            difference: .ambientIndex,
            choices: ["every-cluster", "control-plane-network"],
            mesh: TestMesh(clusters: [
                "c1": local() + captured + [
                    Manifest.gatewayService(network: "n2", ips: ["35.0.0.2"], ports: [15_443, 15_008])
                ]
            ]),
            node: .sidecar(network: "n1", cluster: "c1", kind: "waypoint"),
            features: MeshFeatures(ambient: .multiNetwork),
            standard: ["-*2", "  10.1.0.1:8080*1", "  35.0.0.2:15443*1"],
            other: ["-*1", "  10.1.0.1:8080*1"]
        ),
        DifferenceExample(
            difference: .tunnelsAcrossNetworks,
            choices: ["by-endpoint", "always"],
            mesh: TestMesh(clusters: [
                "c1": local() + remote() + [Manifest.gatewayService(network: "n2", ips: ["35.0.0.2"])]
            ]),
            node: .sidecar(network: "n1", cluster: "c1", kind: "router"),
            features: MeshFeatures(ambient: .multiNetwork, ambientIngress: true),
            standard: ["-*2", "  10.1.0.1:8080*1", "  35.0.0.2:15443*1"],
            other: ["-*1", "  10.1.0.1:8080*1"]
        ),
        DifferenceExample(
            difference: .hboneListeners,
            choices: ["tunnels-only", "mtls-too"],
            mesh: TestMesh(clusters: [
                "c1": local() + remote() + [
                    Manifest.object(
                        "gateway.networking.k8s.io/v1",
                        "Gateway",
                        "east-west",
                        namespace: "istio-system",
                        labels: ["topology.istio.io/network": "n2"],
                        "spec: {addresses: [{value: 35.0.0.2}], listeners: [{port: 15008, protocol: HBONE}]}\n"
                    )
                ]
            ]),
            standard: ["-*2", "  10.1.0.1:8080*1", "  10.2.0.1:8080*1"],
            other: ["-*2", "  10.1.0.1:8080*1", "  35.0.0.2:15008*1"]
        ),
    ]

    private static let machine = "labels: {app: s}, serviceAccount: vm"

    private static func semantics(_ text: String) -> TranslationSemantics {
        (try? TranslationSemantics(parsing: text)) ?? .standard
    }
}

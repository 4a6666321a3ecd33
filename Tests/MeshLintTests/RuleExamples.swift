import MeshLint
import MeshModel
import TranslationTestSupport

/// At least one example for every rule.
enum RuleExamples {
    static let all = gateways + configuration + endpoints + listings + ambient + proxies + clients

    private static let vm = Manifest.workloadEntry("vm", "address: 10.9.0.1, network: vms, labels: {app: web}")

    /// Rules about entrances of networks.
    private static let gateways: [RuleExample] = [
        RuleExample(
            "SH001",
            "a network of pods without a gateway",
            Part.twoNetworks(westGateway: []),
            ["error Namespace istio-system @ west"],
            not: Part.twoNetworks()
        ),
        RuleExample(
            "SH001",
            "machines without a gateway are a warning",
            Part.twoNetworks(east: [vm]),
            ["warning WorkloadEntry shop/vm @ east"],
            not: Part.twoNetworks(
                east: [vm],
                meshNetworks: "networks: {vms: {gateways: [{address: 192.0.2.9, port: 15443}]}}"
            )
        ),
        RuleExample(
            "SH001",
            "a gateway for HBONE only is unusable for sidecars",
            Part.twoNetworks(westGateway: [
                Manifest.gatewayService(network: "west", ips: ["192.0.2.2"], ports: [15_008])
            ]),
            ["error Namespace istio-system @ west"],
            not: Part.twoNetworks(
                westGateway: [Manifest.gatewayService(network: "west", ips: ["192.0.2.2"], ports: [15_008, 15_443])]
            )
        ),
        RuleExample(
            "SH002",
            "a name that does not resolve",
            Part.unlabelled(Part.registries(westGateways: "{address: west.example.net, port: 15443}")),
            ["error MeshNetworks west @ {address: west.example.net, port: 15443}]"],
            not: Part.unlabelled(Part.registries()),
            names: ["east.example.net": ["192.0.2.1"]]
        ),
        RuleExample(
            "SH002",
            "a name that was not looked up is an info",
            Part.unlabelled(Part.registries(westGateways: "{address: west.example.net, port: 15443}")),
            ["info MeshNetworks west @ {address: west.example.net, port: 15443}]"],
            not: Part.adding(
                "dns.yaml",
                "west.example.net: [192.0.2.2]\n",
                to: Part.unlabelled(Part.registries(westGateways: "{address: west.example.net, port: 15443}"))
            )
        ),
        RuleExample(
            "SH003",
            "pods of two zones behind one gateway",
            Part.twoNetworks(west: zones("zone-a", "zone-b")),
            ["warning Service istio-system/eastwest @ west"],
            not: Part.twoNetworks(west: zones("zone-a", "zone-a"))
        ),
        RuleExample(
            "SH004",
            "one address for two networks",
            Part.unlabelled(Part.registries(westGateways: "{address: 192.0.2.1, port: 15443}")),
            ["error MeshNetworks west @ {address: 192.0.2.1, port: 15443}]"],
            not: Part.unlabelled(Part.registries(westGateways: "{address: 192.0.2.1, port: 15444}"))
        ),
        RuleExample(
            "SH009",
            "an address that the cluster's own gateway overrides",
            Part.twoNetworks(
                meshNetworks: "networks:\n  west:\n    gateways:\n    - {address: 192.0.2.9, port: 15443}\n"
            ),
            ["warning MeshNetworks west @ {address: 192.0.2.9, port: 15443}"],
            not: Part.twoNetworks(
                westGateway: [],
                meshNetworks: "networks:\n  west:\n    gateways:\n    - {address: 192.0.2.9, port: 15443}\n"
            )
        ),
        RuleExample(
            "SH009",
            "a duplicate address is not overridden",
            Part.twoNetworks(
                east: Manifest.workload("web", "2", ips: ["10.1.9.1"], network: "west"),
                meshNetworks: "networks:\n  west:\n    gateways:\n    - {address: 192.0.2.9, port: 15443}\n"
            ),
            ["info MeshNetworks west @ {address: 192.0.2.9, port: 15443}"],
            not: Part.twoNetworks(
                meshNetworks: "networks:\n  west:\n    gateways:\n    - {address: 192.0.2.2, port: 15443}\n"
            )
        ),
        RuleExample(
            "SH010",
            "a Service in a cluster that no network claims",
            Part.unlabelled(
                Part.registries(
                    west: "{fromCidr: 10.2.0.0/16}",
                    westGateways: "{registryServiceName: eastwest.istio-system.svc.cluster.local, port: 15443}"
                ),
                west: [Manifest.gatewayService(ips: ["192.0.2.2"])]
            ),
            [
                "warning MeshNetworks west @ {registryServiceName: eastwest.istio-system.svc.cluster.local, port: 15443}]"
            ],
            not: Part.unlabelled(
                Part.registries(
                    westGateways: "{registryServiceName: eastwest.istio-system.svc.cluster.local, port: 15443}"
                ),
                west: [Manifest.gatewayService(ips: ["192.0.2.2"])]
            )
        ),
        RuleExample(
            "SH010",
            "a Service without an address, and one that does not exist",
            Part.unlabelled(
                Part.registries(
                    eastGateways: "{registryServiceName: nowhere.istio-system.svc.cluster.local, port: 15443}",
                    westGateways: "{registryServiceName: eastwest.istio-system.svc.cluster.local, port: 15443}"
                ),
                west: [Manifest.gatewayService(ips: [])]
            ),
            [
                "warning MeshNetworks east @ {registryServiceName: nowhere.istio-system.svc.cluster.local, port: 15443}]",
                "warning MeshNetworks west @ {registryServiceName: eastwest.istio-system.svc.cluster.local, port: 15443}]",
            ],
            not: Part.unlabelled(Part.registries())
        ),
        RuleExample(
            "SH011",
            "the locality of a gateway",
            Part.unlabelled(Part.registries(westGateways: "{address: 192.0.2.2, port: 15443, locality: eu/a}")),
            ["warning MeshNetworks west @ {address: 192.0.2.2, port: 15443, locality: eu/a}]"],
            not: Part.unlabelled(Part.registries())
        ),
        RuleExample(
            "SH012",
            "a gateway Service on port 443",
            Part.twoNetworks(westGateway: [Manifest.gatewayService(network: "west", ips: ["192.0.2.2"], ports: [443])]),
            ["warning Service istio-system/eastwest @ west"],
            not: Part.twoNetworks(
                westGateway: [
                    Manifest.gatewayService(
                        network: "west",
                        ips: ["192.0.2.2"],
                        ports: [443],
                        labels: ["networking.istio.io/gatewayPort": "443"]
                    )
                ]
            )
        ),
        RuleExample(
            "SH014",
            "pods with IPv4 alone, a gateway with IPv6 alone",
            Part.twoNetworks(westGateway: [Manifest.gatewayService(network: "west", ips: ["2001:db8::2"])]),
            ["warning Service istio-system/eastwest @ west"],
            not: Part.twoNetworks(westGateway: [
                Manifest.gatewayService(network: "west", ips: ["2001:db8::2", "192.0.2.2"])
            ])
        ),
        RuleExample(
            "SH015",
            "a single gateway",
            Part.twoNetworks(westGateway: [Manifest.gatewayService(network: "west", ips: ["192.0.2.2"])]),
            ["info Service istio-system/eastwest @ west"],
            not: Part.twoNetworks()
        ),
        RuleExample(
            "SH020",
            "a gateway of type ClusterIP",
            Part.twoNetworks(westGateway: [Part.gateway("west", spec: "type: ClusterIP, ports: [{port: 15443}]")]),
            ["warning Service istio-system/eastwest @ west"],
            not: Part.twoNetworks(
                westGateway: [
                    Part.gateway("west", spec: "type: ClusterIP, externalIPs: [192.0.2.2], ports: [{port: 15443}]")
                ]
            )
        ),
        RuleExample(
            "SH021",
            "a node without an external address, and a selector that is not JSON",
            Part.twoNetworks(westGateway: [nodePortGateway("role=edge"), Manifest.node("n1", labels: ["role": "edge"])]
            ),
            ["warning Service istio-system/eastwest @ west", "warning Service istio-system/eastwest @ west"],
            not: Part.twoNetworks(
                westGateway: [
                    nodePortGateway("{\\\"role\\\": \\\"edge\\\"}"),
                    Manifest.node("n1", labels: ["role": "edge"], externalIP: "192.0.2.2"),
                ]
            )
        ),
        RuleExample(
            "SH021",
            "traffic that stays on the node",
            Part.twoNetworks(
                westGateway: [
                    nodePortGateway("{}", more: ", externalTrafficPolicy: Local"),
                    Manifest.node("n1", externalIP: "192.0.2.2"),
                ]
            ),
            ["warning Service istio-system/eastwest @ west"],
            not: Part.twoNetworks(westGateway: [nodePortGateway("{}"), Manifest.node("n1", externalIP: "192.0.2.2")])
        ),
        RuleExample(
            "SH022",
            "no node port",
            Part.twoNetworks(
                westGateway: [nodePortGateway("{}", port: "port: 15443"), Manifest.node("n1", externalIP: "192.0.2.2")]
            ),
            ["warning Service istio-system/eastwest @ west"],
            not: Part.twoNetworks(westGateway: [nodePortGateway("{}"), Manifest.node("n1", externalIP: "192.0.2.2")])
        ),
        RuleExample(
            "SH028",
            "an empty entry, and a gateway into an empty network",
            Part.twoNetworks(
                meshNetworks:
                    "networks:\n  north: {}\n  south:\n    gateways:\n    - {address: 192.0.2.9, port: 15443}\n"
            ),
            ["warning MeshNetworks north @ {}", "info MeshNetworks south @ {address: 192.0.2.9, port: 15443}"],
            not: Part.twoNetworks(meshNetworks: "networks: {west: {gateways: [{address: 192.0.2.9, port: 15443}]}}\n")
        ),
        RuleExample(
            "SH029",
            "loopback and link-local addresses",
            Part.unlabelled(
                Part.registries(
                    eastGateways: "{address: 127.0.0.1, port: 15443}",
                    westGateways: "{address: \"fe80::1\", port: 15443}"
                )
            ),
            [
                "error MeshNetworks east @ {address: 127.0.0.1, port: 15443}]",
                "error MeshNetworks west @ {address: \"fe80::1\", port: 15443}]",
            ],
            not: Part.unlabelled(Part.registries())
        ),
        RuleExample(
            "SH030",
            "a gateway of another cluster's network",
            Part.twoNetworks(westGateway: [Manifest.gatewayService(network: "east", ips: ["192.0.2.2"])]),
            ["warning Service istio-system/eastwest @ west"],
            not: Part.twoNetworks()
        ),
        RuleExample(
            "SH034",
            "one address from two sources",
            Part.twoNetworks(meshNetworks: "networks: {west: {gateways: [{address: 192.0.2.2, port: 15443}]}}\n"),
            ["warning MeshNetworks west @ {address: 192.0.2.2, port: 15443}]}}"],
            not: Part.twoNetworks(meshNetworks: "networks: {west: {gateways: [{address: 192.0.2.2, port: 443}]}}\n")
        ),
        RuleExample(
            "SH037",
            "a Gateway without addresses",
            Part.twoNetworks(westGateway: [gatewayResource("listeners: [{port: 15443, protocol: TLS, tls: {}}]")]),
            ["warning Gateway istio-system/eastwest @ west"],
            not: Part.twoNetworks(
                westGateway: [
                    gatewayResource(
                        "addresses: [{value: 192.0.2.2}], listeners: [{port: 15443, protocol: TLS, tls: {}}]"
                    )
                ]
            )
        ),
    ]

    private static func zones(_ first: String, _ second: String) -> [String] {
        [Manifest.service("api")]
            + Manifest.workload("api", "1", ips: ["10.2.1.1"], labels: ["istio-locality": "eu.\(first)"])
            + Manifest.workload("api", "2", ips: ["10.2.1.2"], labels: ["istio-locality": "eu.\(second)"])
    }

    private static func nodePortGateway(
        _ selector: String,
        port: String = "port: 15443, nodePort: 30443",
        more: String = ""
    ) -> String {
        Part.gateway(
            "west",
            spec: "type: NodePort, ports: [{\(port)}]\(more)",
            annotations: ["traffic.istio.io/nodeSelector": selector]
        )
    }

    private static func gatewayResource(_ spec: String) -> String {
        Manifest.object(
            "gateway.networking.k8s.io/v1",
            "Gateway",
            "eastwest",
            namespace: "istio-system",
            labels: ["topology.istio.io/network": "west"],
            "spec: {gatewayClassName: istio, \(spec)}\n"
        )
    }
}

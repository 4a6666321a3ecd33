import MeshLint
import MeshModel
import TranslationTestSupport

extension RuleExamples {
    /// Rules about MeshNetworks, MeshConfig and objects of configuration.
    static let configuration: [RuleExample] = [
        RuleExample(
            "SH005",
            "a range within another network's",
            Part.unlabelled(Part.registries(east: "{fromCidr: 10.0.0.0/8}", west: "{fromCidr: 10.2.0.0/16}")),
            ["error MeshNetworks west @ {fromCidr: 10.2.0.0/16}]"],
            not: Part.unlabelled(Part.registries(east: "{fromCidr: 10.1.0.0/16}", west: "{fromCidr: 10.2.0.0/16}"))
        ),
        RuleExample(
            "SH005",
            "equal ranges, which the standard rules refuse",
            Part.unlabelled(Part.registries(east: "{fromCidr: 10.2.0.0/16}", west: "{fromCidr: 10.2.9.9/16}")),
            ["error MeshNetworks west @ {fromCidr: 10.2.9.9/16}]"],
            not: Part.unlabelled(
                Part.registries(
                    east: "{fromCidr: 10.1.0.0/16}, {fromCidr: 10.1.2.0/24}",
                    west: "{fromCidr: \"2001:db8::/32\"}"
                )
            ),
            semantics: .standard
        ),
        RuleExample(
            "SH006",
            "a cluster in the wrong letter case",
            Part.unlabelled(Part.registries(west: "{fromRegistry: kubernetes}"), ids: ["east", "Kubernetes"]),
            ["error MeshNetworks west @ {fromRegistry: kubernetes}]"],
            not: Part.unlabelled(Part.registries(west: "{fromRegistry: Kubernetes}"), ids: ["east", "Kubernetes"])
        ),
        RuleExample(
            "SH007",
            "one cluster in two networks",
            Part.unlabelled(Part.registries(west: "{fromRegistry: west}, {fromRegistry: east}")),
            ["error MeshNetworks west @ {fromRegistry: east}]"],
            not: Part.unlabelled(Part.registries(west: "{fromRegistry: west}, {fromRegistry: west}")),
            semantics: .standard
        ),
        RuleExample(
            "SH008",
            "a claim that the system namespace's label overrides",
            Part.twoNetworks(meshNetworks: "networks:\n  north:\n    endpoints:\n    - fromRegistry: west\n"),
            ["warning MeshNetworks north @ fromRegistry: west"],
            not: Part.twoNetworks(meshNetworks: "networks:\n  west:\n    endpoints:\n    - fromRegistry: west\n")
        ),
        RuleExample(
            "SH008",
            "a range that a claim overrides",
            Part.unlabelled(Part.registries(east: "{fromRegistry: east}, {fromCidr: 10.2.0.0/16}")),
            ["warning MeshNetworks east @ {fromCidr: 10.2.0.0/16}]"],
            not: Part.unlabelled(Part.registries(east: "{fromRegistry: east}, {fromCidr: 10.77.0.0/16}"))
        ),
        RuleExample(
            "SH041",
            "an object that is labelled for another revision",
            Part.twoNetworks(east: [configMap("istio"), peerAuthentication("canary")]),
            ["warning PeerAuthentication shop/canary @ east"],
            not: Part.twoNetworks(east: [configMap("istio"), peerAuthentication("default")])
        ),
        RuleExample(
            "SH041",
            "a second ConfigMap of the control plane",
            Part.twoNetworks(east: [configMap("istio"), configMap("istio-canary")]),
            ["warning ConfigMap istio-system/istio-canary @ east"],
            not: Part.twoNetworks(east: [configMap("istio-canary")])
        ),
        RuleExample(
            "SH041",
            "gateways in a namespace that is not discovered",
            Part.twoNetworks(mesh: "discoverySelectors: [{matchLabels: {team: a}}]\n"),
            ["warning Service istio-system/eastwest @ east", "warning Service istio-system/eastwest @ west"],
            not: Part.twoNetworks()
        ),
        RuleExample(
            "SH019",
            "an address instead of a range",
            Part.unlabelled(Part.registries(west: "{fromRegistry: west}, {fromCidr: 10.9.0.1}")),
            ["warning MeshNetworks west @ {fromCidr: 10.9.0.1}]"],
            not: Part.unlabelled(Part.registries(west: "{fromRegistry: west}, {fromCidr: 10.9.0.1/32}"))
        ),
        RuleExample(
            "SH024",
            "a misspelt network",
            Part.twoNetworks(
                east: [Manifest.workloadEntry("vm", "address: 10.9.0.1, network: vm-netwrok")],
                meshNetworks: "networks: {vm-network: {gateways: [{address: 192.0.2.9, port: 15443}]}}\n"
            ),
            ["warning WorkloadEntry shop/vm @ east"],
            not: Part.twoNetworks(
                east: [Manifest.workloadEntry("vm", "address: 10.9.0.1, network: vm-network2")],
                meshNetworks: "networks: {vm-network1: {gateways: [{address: 192.0.2.9, port: 15443}]}}\n"
            )
        ),
        RuleExample(
            "SH032",
            "disabled mTLS for a host with remote endpoints",
            Part.twoNetworks(
                east: [Manifest.destinationRule("plain", host: "web", "trafficPolicy: {tls: {mode: DISABLE}}")]
            ),
            ["warning DestinationRule shop/plain @ east"],
            not: Part.twoNetworks(
                east: [
                    Manifest.destinationRule("mesh", host: "web", "trafficPolicy: {tls: {mode: ISTIO_MUTUAL}}"),
                    Manifest.destinationRule("other", host: "db", "trafficPolicy: {tls: {mode: DISABLE}}"),
                ]
            )
        ),
        RuleExample(
            "SH033",
            "failover to a region without endpoints",
            failover(to: "us"),
            ["warning DestinationRule shop/failover @ east"],
            not: failover(to: "eu")
        ),
        RuleExample(
            "SH033",
            "distribution in MeshConfig",
            distribution(to: "eu/zone-b/*"),
            ["warning MeshConfig mesh @ localityLbSetting:"],
            not: distribution(to: "eu/zone-a/*")
        ),
        RuleExample(
            "SH035",
            "a label on an application namespace",
            Part.twoNetworks(west: [Manifest.namespace("shop", network: "east")]),
            ["warning Namespace shop @ west"],
            not: Part.twoNetworks(west: [Manifest.namespace("shop")])
        ),
        RuleExample(
            "SH039",
            "a rule outside of the config cluster",
            Part.twoNetworks(west: [Manifest.destinationRule("one", host: "web", "subsets: []")]),
            ["info DestinationRule shop/one @ west"],
            not: Part.twoNetworks(
                east: [Manifest.destinationRule("one", host: "web", "subsets: []")],
                west: [Manifest.destinationRule("one", host: "web", "subsets: []")]
            )
        ),
    ]

    private static let placed =
        [Manifest.service("api")]
        + Manifest.workload("api", "1", ips: ["10.1.1.1"], labels: ["istio-locality": "eu.zone-a"])

    private static func configMap(_ name: String) -> String {
        Manifest.object(
            "v1",
            "ConfigMap",
            name,
            namespace: "istio-system",
            labels: [:],
            "data: {mesh: \"rootNamespace: istio-system\"}\n"
        )
    }

    private static func peerAuthentication(_ revision: String) -> String {
        Manifest.object(
            "security.istio.io/v1",
            "PeerAuthentication",
            revision,
            namespace: "shop",
            labels: ["istio.io/rev": revision],
            "spec: {mtls: {mode: STRICT}}\n"
        )
    }

    private static func failover(to region: String) -> TestMesh {
        Part.twoNetworks(
            east: placed + [
                Manifest.destinationRule(
                    "failover",
                    host: "web",
                    "trafficPolicy: {loadBalancer: {localityLbSetting: {failover: [{from: eu, to: \(region)}]}}}"
                )
            ]
        )
    }

    private static func distribution(to pattern: String) -> TestMesh {
        Part.twoNetworks(
            east: placed,
            mesh: "localityLbSetting:\n  distribute:\n  - from: eu/*\n    to: {\"\(pattern)\": 100}\n"
        )
    }
}

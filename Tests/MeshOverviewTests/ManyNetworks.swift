import TranslationTestSupport

/// A mesh of many networks, some of them with problems.
enum ManyNetworks {
    /// Network n has cluster n, pods, and one to three gateways; the fourth network's gateway has a name only, the
    /// seventh has none, one
    /// pod of the fifth has no sidecar, and two machines are in a separate network.
    static func mesh(_ count: Int) -> TestMesh {
        var clusters: [String: [String]] = [:]
        for number in 1...count {
            let two = number < 10 ? "0\(number)" : String(number)
            let network = "network-\(two)"
            var objects = [Manifest.namespace("istio-system", network: network), Manifest.service("web")]
            let ips = (1...2 + number * 7 % 5).map { "10.\(number).0.\($0)" }
            objects += Manifest.workload("web", ips: ips)
            if number == 5 { objects += Manifest.workload("web", "plain", ips: ["10.5.1.1"], hasSidecar: false) }
            switch number {
            case 4: objects.append(named(network))
            case 7: break
            default:
                let entrances = (1...1 + number % 3).map { "203.0.\(number).\($0)" }
                objects.append(Manifest.gatewayService(network: network, ips: entrances))
            }
            if number == 1 {
                for machine in 1...2 {
                    objects.append(
                        Manifest.workloadEntry(
                            "vm-\(machine)",
                            "address: 10.200.0.\(machine), network: vm-network, labels: {app: web}"
                        )
                    )
                }
            }
            clusters["cluster-\(two)"] = objects
        }
        return TestMesh(clusters: clusters)
    }

    private static func named(_ network: String) -> String {
        """
        apiVersion: v1
        kind: Service
        metadata: {name: eastwest, namespace: istio-system, labels: {topology.istio.io/network: \(network)}}
        spec: {type: LoadBalancer, ports: [{name: tls, port: 15443}]}
        status: {loadBalancer: {ingress: [{hostname: eastwest-7d1f.elb.eu-central-1.amazonaws.com}]}}

        """
    }

    /// Two networks whose names, clusters and gateways contain markup of all three formats.
    static var hostile: TestMesh {
        let names = ["\\\"]--><script>&amp;#x3c; %% end", "a|b{}((c))`\\\\\\n;<svg onload='x'>"]
        return TestMesh(clusters: [
            "a": [Manifest.service("web")] + Manifest.workload("web", ips: ["10.1.0.1"], network: names[0]),
            "b": [Manifest.service("web"), Manifest.gatewayService(network: names[1], ips: ["203.0.113.1"])]
                + Manifest.workload("web", ips: ["10.2.0.1"], network: names[1]),
        ])
    }

    /// Two networks and clusters with the longest names that Kubernetes allows.
    static var longNames: TestMesh {
        let name = String(repeating: "production-eu-central-", count: 3).prefix(62)
        return TestMesh(clusters: [
            "\(name)a": [Manifest.service("web")] + Manifest.workload("web", ips: ["10.1.0.1"], network: "\(name)1"),
            "\(name)b": [
                Manifest.service("web"),
                Manifest.gatewayService(network: "\(name)2", ips: ["2001:db8:1111:2222:3333:4444:5555:6666"]),
            ]
                + Manifest.workload("web", ips: ["10.2.0.1"], network: "\(name)2"),
        ])
    }
}

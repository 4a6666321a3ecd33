import MeshModel
import Testing
import TranslationTestSupport

@Suite("Split horizon in the reference's own tests of its network filter (EG-T1 to EG-T10)")
struct SplitHorizonTests {
    private static let fixture = ReferenceFixture.self

    @Test(
        "EG-T1: each network has its own endpoints, and others' gateways with their weight",
        arguments: [0, 1, 2, 3]
    )
    func networks(index: Int) throws {
        let view = ReferenceFixture.views[index]
        let hosts = try ReferenceFixture.mesh().translated(.istio130)
            .hosts(ReferenceFixture.name, for: .sidecar(network: view.network, cluster: view.cluster))
        // Includes the weights of tunnelled endpoints, which the reference's own numbers leave out: no tunnels by
        // default.
        #expect(hosts.sorted() == (view.local + ["40.0.0.1:8080*6"] + view.remote).sorted())
    }

    @Test("EG-T1: the standard rules give the same shares in the smallest numbers")
    func standard() throws {
        let hosts = try ReferenceFixture.mesh().translated(.standard)
            .hosts(ReferenceFixture.name, for: .sidecar(network: "network2", cluster: "2a"))
        #expect(
            hosts == [
                "20.0.0.1:8080*1", "20.0.0.2:8080*1", "20.0.0.3:8080*1", "40.0.0.1:8080*1", "1.1.1.1:80*3",
            ]
        )
    }

    /// Configurations, each with a Boolean value that indicates whether networks are reached through gateways (EG-T2,
    /// EG-T3).
    static let configurations: [(objects: [String], isOn: Bool)] = [
        ([authentication("istio-system", "selector: {matchLabels: {app: b}}, mtls: {mode: DISABLE}")], true),
        ([authentication("istio-system", "mtls: {mode: STRICT}")], true),
        ([authentication("istio-system", "mtls: {mode: DISABLE}")], false),
        ([authentication("shop", "mtls: {mode: DISABLE}")], false),
        ([authentication("shop", "selector: {matchLabels: {app: s}}, mtls: {mode: DISABLE}")], false),
        (
            [authentication("shop", "selector: {matchLabels: {app: s}}, portLevelMtls: {\"8080\": {mode: DISABLE}}")],
            false
        ),
        ([authentication("shop", "mtls: {mode: DISABLE}"), rule("tls: {mode: ISTIO_MUTUAL}")], true),
        (
            [
                Manifest.destinationRule(
                    "o",
                    host: "other.shop.svc.cluster.local",
                    "trafficPolicy: {tls: {mode: DISABLE}}"
                )
            ], true
        ),
        ([rule("tls: {mode: ISTIO_MUTUAL}")], true),
        ([rule("portLevelSettings: [{port: {number: 80}, tls: {mode: ISTIO_MUTUAL}}]")], true),
        ([rule("tls: {mode: DISABLE}")], false),
        ([rule("portLevelSettings: [{port: {number: 80}, tls: {mode: DISABLE}}]")], false),
    ]

    private static func authentication(_ namespace: String, _ spec: String) -> String {
        Manifest.peerAuthentication("p", namespace: namespace, spec)
    }

    private static func rule(_ policy: String) -> String {
        Manifest.destinationRule("r", host: "s.shop.svc.cluster.local", "trafficPolicy: {\(policy)}")
    }

    @Test(
        "EG-T2, EG-T3: gateways only pass mTLS, and cluster names for SNI routing only contain mTLS endpoints",
        arguments: configurations
    )
    func mutualTLS(_ example: (objects: [String], isOn: Bool)) throws {
        let mesh = try ReferenceFixture.mesh(example.objects).translated(.istio130)
        for view in ReferenceFixture.views {
            let node = EnvoyNode.sidecar(network: view.network, cluster: view.cluster)
            let direct = view.local + ["40.0.0.1:8080*6"]
            let expected = example.isOn ? direct + view.remote : direct
            #expect(mesh.hosts(ReferenceFixture.name, for: node).sorted() == expected.sorted())
            let routed = mesh.hosts("outbound_.80_._.s.shop.svc.cluster.local", for: node)
            #expect(routed.sorted() == (example.isOn ? expected.sorted() : []))
        }
    }

    @Test("EG-T5: a proxy without network uses gateways if there are any")
    func proxyWithoutNetwork() throws {
        let mesh = TestMesh(
            clusters: [
                "c": [
                    Manifest.service("s"), vm("a", "address: 3.3.3.3, network: no-gateway"),
                    vm("b", "address: 10.10.10.10, network: network-1"), vm("c", "network: network-2"),
                    vm("d", "network: no-gateway"),
                ]
            ],
            meshNetworks: """
                networks:
                  network-1: {gateways: [{address: 1.1.1.1, port: 15443}]}
                  network-2: {gateways: [{address: 2.2.2.2, port: 15443}]}
                """
        )
        for semantics in [TranslationSemantics.standard, .istio130] {
            #expect(
                try mesh.translated(semantics).lines(ReferenceFixture.name, for: .sidecar())
                    == ["-*3", "  3.3.3.3:8080*1", "  1.1.1.1:15443*1", "  2.2.2.2:15443*1"]
            )
        }
    }

    private func vm(_ name: String, _ fields: String, version: String = "v1") -> String {
        Manifest.workloadEntry(name, "\(fields), labels: {app: s, version: \(version)}, serviceAccount: vm")
    }

    @Test(
        "EG-T7: gateways of a reachable address family are used",
        arguments: [
            ("1.1.1.1", ["2.2.2.2:80*2"], ["2.2.2.2:80*1"]),
            ("2001:db8::10", ["2001:db8:2::1:80*2"], ["2001:db8:2::1:80*1"]),
            ("1.1.1.10,2001:db8::10", ["2.2.2.2:80*1", "2001:db8:2::1:80*1"], ["2.2.2.2:80*1", "2001:db8:2::1:80*1"]),
        ]
    )
    func families(ips: String, reference: [String], standard: [String]) throws {
        let mesh = TestMesh(clusters: [
            "1": [Manifest.service("s")],
            "2": Manifest.workload("s", ips: ["20.0.0.1"], network: "network2") + [
                Manifest.gatewayService(
                    network: "network2",
                    ips: ["2.2.2.2", "2001:db8:2::1"],
                    ports: [80],
                    labels: ["networking.istio.io/gatewayPort": "80"]
                )
            ],
        ])
        let node = EnvoyNode.sidecar(ips, network: "network1", cluster: "1")
        #expect(try mesh.translated(.istio130).hosts(ReferenceFixture.name, for: node) == reference)
        #expect(try mesh.translated(.standard).hosts(ReferenceFixture.name, for: node) == standard)
    }

    @Test("EG-T7: with gateways of the other family only, nothing is sent")
    func otherFamily() throws {
        let mesh = TestMesh(clusters: [
            "1": [Manifest.service("s")] + Manifest.workload("s", ips: ["20.0.0.1"], network: "network2")
                + [Manifest.gatewayService(network: "network2", ips: ["2001:db8:2::1"])]
        ])
        let node = EnvoyNode.sidecar(network: "network1", cluster: "1")
        #expect(try mesh.translated(.istio130).lines(ReferenceFixture.name, for: node) == ["-"])
        #expect(try mesh.translated(.standard).lines(ReferenceFixture.name, for: node) == [])
    }

    @Test(
        "EG-T9: four networks of one to four endpoints have the expected gateways and weights",
        arguments: [
            (1, ["10.1.0.1:8080*2"], ["2:80*4", "3:80*3", "3x:80*3"]),
            (2, ["10.2.0.1:8080*2", "10.2.0.2:8080*2"], ["1:80*2", "3:80*3", "3x:80*3"]),
            (3, (1...3).map { "10.3.0.\($0):8080*2" }, ["1:80*2", "2:80*4"]),
            (4, [], ["1:80*2", "2:80*4", "3:80*3", "3x:80*3"]),
        ]
    )
    func fourNetworks(network: Int, local: [String], gateways: [String]) throws {
        var clusters: [String: [String]] = [:]
        for cluster in 1...4 {
            clusters["cluster\(cluster)"] =
                [Manifest.namespace("istio-system", network: "network\(cluster)"), Manifest.service("s")]
                + Manifest.workload("s", ips: (1...cluster).map { "10.\(cluster).0.\($0)" })
        }
        let mesh = TestMesh(
            clusters: clusters,
            meshNetworks: """
                networks:
                  network1: {gateways: [{address: 159.122.219.1, port: 80}]}
                  network2: {gateways: [{address: 159.122.219.2, port: 80}]}
                  network3: {gateways: [{address: 159.122.219.3, port: 80}, {address: 179.114.119.3, port: 80}]}
                  network4: {}
                """
        )
        let node = EnvoyNode.sidecar(network: "network\(network)", cluster: "cluster\(network)")
        let remote = gateways.map { gateway in
            gateway.hasPrefix("3x") ? "179.114.119.3" + gateway.dropFirst(2) : "159.122.219." + gateway
        }
        let expected = local + (1...4).map { "10.4.0.\($0):8080*2" } + remote
        #expect(try mesh.translated(.istio130).hosts(ReferenceFixture.name, for: node) == expected)
    }

    @Test("EG-T10: as gateways appear, a VM's way to a pod changes from direct to one to two gateways")
    func gatewayUpdates() throws {
        let pod = Manifest.workload("s", ips: ["10.10.10.10"], network: "network-1")
        let node = EnvoyNode.sidecar("10.10.10.30", network: "vm", cluster: "c")
        func hosts(_ more: [String], meshNetworks: String? = nil) throws -> [String] {
            let mesh = TestMesh(clusters: ["c": [Manifest.service("s")] + pod + more], meshNetworks: meshNetworks)
            return try mesh.translated(.standard).hosts(ReferenceFixture.name, for: node)
        }
        let labelled = Manifest.gatewayService("a", network: "network-1", ips: ["3.3.3.3"])
        let named = Manifest.object(
            "v1",
            "Service",
            "b",
            namespace: "istio-system",
            labels: [:],
            "spec: {type: LoadBalancer}\nstatus: {loadBalancer: {ingress: [{ip: 4.4.4.4}]}}\n"
        )
        let networks = """
            networks:
              network-1:
                endpoints: [{fromRegistry: c}]
                gateways: [{registryServiceName: b.istio-system.svc.cluster.local, port: 15443}]
            """
        #expect(try hosts([]) == ["10.10.10.10:8080*1"])
        #expect(try hosts([labelled]) == ["3.3.3.3:15443*1"])
        #expect(try hosts([labelled, named], meshNetworks: networks) == ["3.3.3.3:15443*1", "4.4.4.4:15443*1"])
        #expect(try hosts([named]) == ["10.10.10.10:8080*1"])
    }

    @Test("EG-T10: WorkloadEntries without address count for their network's gateway, by subset")
    func emptyAddresses() throws {
        let mesh = try TestMesh(
            clusters: [
                "c": [
                    Manifest.service("s"), vm("a", "address: 1.2.3.4, network: n1"),
                    vm("b", "network: n1", version: "v2"),
                    vm("c", "network: n2"), vm("d", "network: n2", version: "v2"),
                    Manifest.destinationRule(
                        "r",
                        host: "s.shop.svc.cluster.local",
                        "subsets: [{name: v1, labels: {version: v1}}, {name: v2, labels: {version: v2}}, "
                            + "{name: v3, labels: {version: v3}}]"
                    ),
                ]
            ],
            meshNetworks: """
                networks:
                  n1: {gateways: [{address: 1.1.1.1, port: 15443}]}
                  n2: {gateways: [{address: 2.2.2.2, port: 15443}]}
                """
        ).translated(.istio130)
        let node = EnvoyNode.sidecar(network: "n1", cluster: "c")
        let expected = [
            "": ["-*3", "  1.2.3.4:8080*1", "  2.2.2.2:15443*2"],
            "v1": ["-*2", "  1.2.3.4:8080*1", "  2.2.2.2:15443*1"],
            "v2": ["-*1", "  2.2.2.2:15443*1"], "v3": [],
        ]
        for (subset, lines) in expected {
            #expect(mesh.lines("outbound|80|\(subset)|s.shop.svc.cluster.local", for: node) == lines)
        }
    }

    @Test("A requested network view contains its networks and endpoints without network, and is not trimmed")
    func networkView() throws {
        let mesh = try TestMesh(clusters: [
            "c": [
                Manifest.service("s"), vm("a", "address: 1.0.0.1, network: n1"),
                vm("b", "address: 1.0.0.2, network: n2"),
                vm("c", "address: 1.0.0.3"),
            ]
        ]).translated(.standard)
        func hosts(_ view: String) -> [String] {
            mesh.hosts(
                ReferenceFixture.name,
                for: .sidecar(network: "n1", metadata: ["REQUESTED_NETWORK_VIEW": .string(view)])
            )
        }
        #expect(hosts("n1") == ["1.0.0.1:8080*1", "1.0.0.3:8080*1"])
        #expect(hosts("n1,n2") == ["1.0.0.1:8080*1", "1.0.0.2:8080*1", "1.0.0.3:8080*1"])
        #expect(hosts("n1, n2") == ["1.0.0.1:8080*1", "1.0.0.3:8080*1"])
    }
}

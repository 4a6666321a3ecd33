import MeshModel
import NetworkInference
import Testing
import TranslationTestSupport

@Suite("Inference of gateways")
struct GatewayInferenceTests {
    @Test("One network has a gateway by its Service's name, another one by address")
    func picture() throws {
        let mesh = TestMesh(
            clusters: [
                "east": [Manifest.namespace("istio-system")],
                "west": [Manifest.namespace("istio-system"), Manifest.gatewayService("ingress", ips: ["35.1.0.1"])],
            ],
            meshNetworks: """
                networks:
                  west-network:
                    endpoints:
                    - fromRegistry: west
                    gateways:
                    - registryServiceName: ingress.istio-system.svc.cluster.local
                      port: 443
                  east-network:
                    endpoints:
                    - fromRegistry: east
                    gateways:
                    - address: 35.2.0.1
                      port: 15443
                """
        )
        for semantics in [TranslationSemantics.standard, .istio130] {
            #expect(
                try mesh.snapshot(semantics).gatewayLines == [
                    // The Service need not declare the port (NI-40).
                    "west-network/west 35.1.0.1:443 by gateway-registry-service-name at mesh-networks.yaml:6",
                    "east-network/- 35.2.0.1:15443 by gateway-address at mesh-networks.yaml:12",
                ]
            )
        }
    }

    @Test("A registryServiceName is looked up only in clusters that the same network claims")
    func registryServiceNameNeedsClaim() throws {
        let mesh = TestMesh(
            clusters: [
                "c1": [
                    Manifest.namespace("istio-system", network: "n1"), Manifest.gatewayService("gw", ips: ["35.0.0.1"]),
                ]
            ],
            meshNetworks:
                "networks: {n1: {gateways: [{registryServiceName: gw.istio-system.svc.cluster.local, port: 1}]}}"
        )
        #expect(try mesh.snapshot(.standard).gatewayLines == [])
        #expect(try mesh.snapshot(.istio130).gatewayLines == [])
    }

    @Test("One Service is a gateway of every network that claims its cluster, by name and not by label")
    func oneServiceTwoNetworks() throws {
        let gateway = "gateways: [{registryServiceName: gw.istio-system.svc.cluster.local, port: 15443}]"
        let mesh = TestMesh(
            clusters: ["c1": [Manifest.gatewayService("gw", ips: ["35.0.0.1"])]],
            meshNetworks: """
                networks:
                  n1: {endpoints: [{fromRegistry: c1}], \(gateway)}
                  n2: {endpoints: [{fromRegistry: c1}], \(gateway)}
                """
        )
        #expect(
            try mesh.snapshot(.istio130).gatewayLines == [
                "n1/c1 35.0.0.1:15443 by gateway-registry-service-name at mesh-networks.yaml:2",
                "n2/c1 35.0.0.1:15443 by gateway-registry-service-name at mesh-networks.yaml:3",
            ]
        )
    }

    /// The spec and status of a labelled Service, and the resulting gateways of network n1.
    static let services: [(title: String, body: String, expected: [String])] = [
        (
            "externalIPs of a ClusterIP Service",
            "spec: {ports: [{port: 15443}], externalIPs: [35.0.0.7, 35.0.0.8]}", ["35.0.0.7:15443", "35.0.0.8:15443"]
        ),
        (
            "status.loadBalancer.ingress, addresses and names",
            "spec: {type: LoadBalancer, ports: [{port: 15443}]}\n"
                + "status: {loadBalancer: {ingress: [{ip: 35.0.0.1}, {hostname: gw.example}]}}",
            ["35.0.0.1:15443", "36.0.0.1:15443"]
        ),
        (
            "load balancer and external addresses together",
            "spec: {type: LoadBalancer, ports: [{port: 15443}], externalIPs: [35.0.0.9]}\n"
                + "status: {loadBalancer: {ingress: [{ip: 35.0.0.1}]}}",
            ["35.0.0.1:15443", "35.0.0.9:15443"]
        ),
        (
            "an ingress of a Service that is no LoadBalancer",
            "spec: {ports: [{port: 15443}]}\n"
                + "status: {loadBalancer: {ingress: [{ip: 35.0.0.1}]}}", []
        ),
        ("a pending load balancer", "spec: {type: LoadBalancer, ports: [{port: 15443}]}", []),
        ("no declared gateway port", "spec: {ports: [{port: 80}], externalIPs: [35.0.0.7]}", []),
        ("a gateway port for UDP", "spec: {ports: [{port: 15443, protocol: UDP}], externalIPs: [35.0.0.7]}", []),
        ("HBONE alone", "spec: {ports: [{port: 15008}], externalIPs: [35.0.0.7]}", ["35.0.0.7:0+15008"]),
        ("NodePort without the annotation", "spec: {type: NodePort, ports: [{port: 15443, nodePort: 31443}]}", []),
    ]

    @Test("A Service with the network label is a gateway by its addresses and ports", arguments: services)
    func labelledService(_ example: (title: String, body: String, expected: [String])) throws {
        let service = Manifest.object(
            "v1",
            "Service",
            "gw",
            namespace: "istio-system",
            labels: ["topology.istio.io/network": "n1"],
            example.body + "\n"
        )
        let mesh = TestMesh(clusters: ["c1": [Manifest.namespace("x"), service]], dns: "gw.example: [36.0.0.1]")
        for semantics in [TranslationSemantics.standard, .istio130] {
            #expect(
                try mesh.snapshot(semantics).gatewayLines
                    == example.expected.map { "n1/c1 \($0) by gateway-service-label at c1/objects.yaml:5" },
                "\(example.title)"
            )
        }
    }

    @Test(
        "The port label names a declared service port, and a value that is not a number means 15443",
        arguments: [("443", ["35.0.0.1:443"]), ("444", []), ("many", ["35.0.0.1:15443"])]
    )
    func gatewayPortLabel(label: String, expected: [String]) throws {
        let mesh = TestMesh(clusters: [
            "c1": [
                Manifest.gatewayService(
                    network: "n1",
                    ips: ["35.0.0.1"],
                    ports: [443, 15_443],
                    labels: ["networking.istio.io/gatewayPort": label]
                )
            ]
        ])
        let found = try mesh.snapshot(.istio130).gateways.gateways.map { "\($0.address):\($0.port)" }
        #expect(found == expected)
    }

    private static func nodePortMesh(nodes: [String], selector: String, port: Int = 15_443) -> TestMesh {
        let service = """
            apiVersion: v1
            kind: Service
            metadata:
              name: gw
              namespace: istio-system
              labels: {topology.istio.io/network: n1, networking.istio.io/gatewayPort: "\(port)"}
              annotations: {traffic.istio.io/nodeSelector: '\(selector)'}
            spec: {type: NodePort, ports: [{port: \(port), nodePort: 31443}, {port: 15008, nodePort: 31008}]}

            """
        return TestMesh(clusters: ["c1": [service] + nodes])
    }

    @Test(
        "A NodePort gateway has the addresses of the selected nodes, and the node port for mTLS only",
        arguments: [
            (#"{"role": "edge"}"#, ["34.0.0.1"]), (#"{"role": "none"}"#, []), ("{}", ["34.0.0.1", "34.0.0.2"]),
            ("", ["34.0.0.1", "34.0.0.2"]), ("role=edge", ["34.0.0.1", "34.0.0.2"]),
        ]
    )
    func nodePort(selector: String, addresses: [String]) throws {
        let nodes = [
            Manifest.node("a", labels: ["role": "edge"], externalIP: "34.0.0.1"),
            Manifest.node("b", externalIP: "34.0.0.2"), Manifest.node("c", labels: ["role": "edge"]),
        ]
        let mesh = Self.nodePortMesh(nodes: nodes, selector: selector, port: 443)
        #expect(
            try mesh.snapshot(.standard).gatewayLines
                == addresses.map { "n1/c1 \($0):31443+15008 by gateway-service-label at c1/objects.yaml:1" }
        )
    }

    @Test("Nodes that are replaced, or lose their label or address, lose their gateways")
    func nodeReassignment() throws {
        let selector = #"{"role": "edge"}"#
        let steps: [(nodes: [String], expected: [String])] = [
            ([Manifest.node("a", labels: ["role": "edge"], externalIP: "34.0.0.1")], ["34.0.0.1"]),
            ([Manifest.node("a", labels: ["role": "edge"], externalIP: "34.0.0.9")], ["34.0.0.9"]),
            ([Manifest.node("a", labels: ["role": "edge"])], []),
            (
                [
                    Manifest.node("a", labels: ["role": "core"], externalIP: "34.0.0.1"),
                    Manifest.node("b", labels: ["role": "edge"], externalIP: "34.0.0.2"),
                ], ["34.0.0.2"]
            ),
            ([], []),
        ]
        for step in steps {
            let found = try Self.nodePortMesh(nodes: step.nodes, selector: selector).snapshot(.istio130).gateways
            #expect(found.gateways.map(\.address) == step.expected)
        }
    }

    @Test("A labelled Gateway resource combines its addresses with its passthrough and HBONE listeners")
    func gatewayResource() throws {
        let resource = """
            apiVersion: gateway.networking.k8s.io/v1
            kind: Gateway
            metadata: {name: gw, namespace: istio-system, labels: {topology.istio.io/network: n1}}
            spec:
              gatewayClassName: istio
              addresses: [{value: 35.0.0.1}, {type: Hostname, value: gw.example}, {type: Other, value: 35.0.0.3}]
              listeners:
              - {name: a, port: 15443, protocol: TLS, tls: {mode: Passthrough}}
              - {name: b, port: 35443, protocol: TLS, tls: {options: {gateway.istio.io/listener-protocol: auto-passthrough}}}
              - {name: c, port: 8443, protocol: TLS, tls: {mode: Terminate}}
              - {name: d, port: 15008, protocol: HBONE}

            """
        let mesh = TestMesh(clusters: ["c1": [resource]], dns: "gw.example: [36.0.0.1]")
        #expect(
            try mesh.snapshot(.istio130).gatewayLines
                == ["35.0.0.1", "36.0.0.1"].flatMap { ip in
                    ["\(ip):15008+15008", "\(ip):15443", "\(ip):35443"].map {
                        "n1/c1 \($0) by gateway-resource at c1/objects.yaml:1"
                    }
                }
        )
    }

    @Test("A Gateway of class istio-remote counts in the config cluster only")
    func remoteGateway() throws {
        func mesh(_ cluster: String) -> TestMesh {
            let resource = """
                apiVersion: gateway.networking.k8s.io/v1
                kind: Gateway
                metadata: {name: gw, namespace: istio-system, labels: {topology.istio.io/network: n2}}
                spec:
                  gatewayClassName: istio-remote
                  addresses: [{value: 35.0.0.1}]
                  listeners: [{name: a, port: 15443, protocol: TLS, tls: {}}]

                """
            var clusters = ["c1": [Manifest.namespace("x")], "c2": [Manifest.namespace("x")]]
            clusters[cluster, default: []].append(resource)
            return TestMesh(clusters: clusters)
        }
        let found = try mesh("c1").snapshot(.standard).gateways.gateways
        #expect(found.map(\.cluster.name) == ["c1"])
        #expect(found.map(\.serviceAccount) == ["istio-system/gw-istio-remote"])
        #expect(try mesh("c2").snapshot(.standard).gatewayLines == [])
    }

    @Test("Host names resolve to all their addresses, and without one the network is unreachable")
    func names() throws {
        let mesh = TestMesh(
            clusters: ["c1": [Manifest.namespace("x")]],
            meshNetworks: """
                networks:
                  n1: {gateways: [{address: a.example, port: 15443}]}
                  n2: {gateways: [{address: b.example, port: 15443}]}
                """,
            dns: "a.example: [36.0.0.1, \"2001:DB8:0::1\"]\n"
        )
        let snapshot = try mesh.snapshot(.standard)
        #expect(
            snapshot.gatewayLines == [
                // The canonical text, as in the answer of a name server.
                "n1/- 2001:db8::1:15443 by gateway-address at mesh-networks.yaml:2",
                "n1/- 36.0.0.1:15443 by gateway-address at mesh-networks.yaml:2",
            ]
        )
        #expect(snapshot.unresolvedLines == ["n2/- b.example:15443 by gateway-address at mesh-networks.yaml:3"])
        #expect(snapshot.gateways.unreachableNetworks == [NetworkID("n2")])
    }

    @Test("Host names that the directory does not pin are resolved by the caller")
    func resolvedNames() throws {
        let mesh = TestMesh(
            clusters: ["c1": [Manifest.namespace("x")]],
            meshNetworks: "networks: {n1: {gateways: [{address: a.example, port: 15443}]}}"
        )
        let inference = MeshInference(semantics: .standard, names: ["a.example": ["36.0.0.1"]])
        #expect(try inference.snapshot(of: mesh.directory()).gateways.gateways.map(\.address) == ["36.0.0.1"])
    }

    @Test("Of two Services that result in the same gateway the first by name is its source, in any order")
    func sameGatewayTwice() throws {
        let services = ["b", "a"].map { Manifest.gatewayService($0, network: "n1", ips: ["35.0.0.1"]) }
        for (order, line) in [(services, 7), (services.reversed(), 1)] {
            let mesh = TestMesh(clusters: ["c1": Array(order)])
            #expect(
                try mesh.snapshot(.istio130).gatewayLines
                    == ["n1/c1 35.0.0.1:15443 by gateway-service-label at c1/objects.yaml:\(line)"]
            )
        }
    }

    @Test("The scale factor is the least common multiple of all lists of gateways (EG-G5)")
    func scaleFactor() throws {
        let gateway = { (network: String, ips: [String]) in Manifest.gatewayService(network: network, ips: ips) }
        let mesh = TestMesh(clusters: [
            "c1": [gateway("n1", ["1.1.1.1"])], "c2": [gateway("n2", ["2.2.2.2"])],
            "c3": [gateway("n2", ["2.2.2.20", "2.2.2.21"])], "c4": [gateway("n3", ["3.3.3.3"])],
        ])
        #expect(try mesh.snapshot(.istio130).gateways.scaleFactor == 6)
    }
}

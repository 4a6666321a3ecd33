import EndpointTranslation
import MeshModel
import Testing
import TranslationTestSupport

@Suite("Public reports about the standard rules")
struct PublicReportTests {
    private static let name = "outbound|80||s.shop.svc.cluster.local"

    private static func gateway(_ name: String, _ address: String, port: Int, _ listener: String) -> String {
        """
        apiVersion: gateway.networking.k8s.io/v1
        kind: Gateway
        metadata: {name: \(name), namespace: istio-system, labels: {topology.istio.io/network: n2}}
        spec:
          gatewayClassName: istio
          addresses: [{value: "\(address)"}]
          listeners: [{name: a, port: \(port), \(listener)}]

        """
    }

    @Test("A sidecar is not sent to a Gateway whose only listener is for HBONE")
    func tunnelListener() throws {
        let mesh = TestMesh(clusters: [
            "c1": [
                Manifest.service("s"), Self.gateway("ew", "203.0.113.19", port: 15_008, "protocol: HBONE"),
                Manifest.gatewayService(network: "n2", ips: ["203.0.113.9"]),
            ] + Manifest.workload("s", ips: ["10.2.0.1", "10.2.0.2"], network: "n2")
        ])
        let node = EnvoyNode.sidecar(network: "n1", cluster: "c1")
        #expect(try mesh.translated(.standard).hosts(Self.name, for: node) == ["203.0.113.9:15443*2"])
        let hosts = try mesh.translated(.istio130).hosts(Self.name, for: node)
        #expect(Set(hosts) == ["203.0.113.9:15443*2", "203.0.113.19:15008*2"])
    }

    @Test("An ambient ingress gateway reaches sidecars of other networks by mTLS, captured workloads by tunnels")
    func ingress() throws {
        let captured = Manifest.object(
            "v1",
            "Pod",
            "captured",
            namespace: "shop",
            labels: ["app": "s", "topology.istio.io/network": "n2"],
            annotations: ["ambient.istio.io/redirection": "enabled"],
            "status: {phase: Running, podIP: 10.2.0.9, conditions: [{type: Ready, status: \"True\"}]}\n"
        )
        let mesh = TestMesh(
            clusters: [
                "c1": [
                    Manifest.service("s"), Manifest.namespace("istio-system", network: "n1"), captured,
                    Manifest.slice("s", suffix: "c", [Manifest.endpoint("10.2.0.9", pod: "captured")]),
                    Manifest.gatewayService("a", network: "n2", ips: ["203.0.113.9"]),
                    Manifest.gatewayService("b", network: "n2", ips: ["203.0.113.19"], ports: [15_008]),
                ] + Manifest.workload("s", ips: ["10.2.0.1"], network: "n2")
            ]
        )
        let features = MeshFeatures(ambient: .multiNetwork, ambientIngress: true)
        let node = EnvoyNode.sidecar(
            network: "n1",
            cluster: "c1",
            kind: "router",
            metadata: ["LABELS": .object(["istio": .string("ingressgateway")])]
        )
        let translated = try mesh.translated(.standard, features: features)
        let assignment = translated.assignment(Self.name, for: translated.proxy(node)).assignment
        let hosts = assignment.groups.flatMap(\.hosts).map { host in
            host.tunnel.map { "\($0.listener.rawValue) \($0.endpointID)" }
                ?? translated.address(host, of: assignment).address
        }
        #expect(Set(hosts) == ["203.0.113.9", "inner_connect_originate 203.0.113.19:15008"])
    }

    @Test("Services, slices and gateways of namespaces that no selector matches do not exist")
    func discoverySelectors() throws {
        let mesh = TestMesh(
            clusters: [
                "c1": [
                    Manifest.object("v1", "Namespace", "shop", namespace: nil, labels: ["team": "a"], ""),
                    Manifest.service("s"), Manifest.gatewayService(network: "n2", ips: ["203.0.113.9"]),
                ] + Manifest.workload("s", ips: ["10.2.0.1"], network: "n2")
            ],
            mesh: "discoverySelectors: [{matchLabels: {team: a}}]\n"
        )
        let node = EnvoyNode.sidecar(network: "n1", cluster: "c1")
        for semantics in [TranslationSemantics.standard, .istio130] {
            // The gateway's Service is in a namespace that is not selected.
            #expect(try mesh.translated(semantics).hosts(Self.name, for: node) == ["10.2.0.1:8080*1"])
            var other = mesh
            other.files["mesh.yaml"] = "discoverySelectors: [{matchLabels: {team: b}}]\n"
            #expect(try other.translated(semantics).hosts(Self.name, for: node) == [])
        }
    }

    @Test("MeshNetworks of the ConfigMap of a revision are read")
    func revision() throws {
        let map = Manifest.object(
            "v1",
            "ConfigMap",
            "istio-canary",
            namespace: "istio-system",
            labels: [:],
            "data: {meshNetworks: \"networks: {n2: {endpoints: [{fromRegistry: c1}], "
                + "gateways: [{address: 203.0.113.9, port: 15443}]}}\"}\n"
        )
        let mesh = TestMesh(clusters: [
            "c1": [Manifest.service("s"), map] + Manifest.workload("s", ips: ["10.2.0.1"])
        ])
        let node = EnvoyNode.sidecar(network: "n1", cluster: "c1")
        #expect(try mesh.translated(.standard).hosts(Self.name, for: node) == ["203.0.113.9:15443*1"])
    }
}

import MeshModel
import Testing
import TranslationTestSupport

@Suite("Identity of hosts")
struct HostIdentityTests {
    @Test("Endpoints and gateways with different spellings of an address are sent once under the standard rules")
    func spellings() throws {
        let mesh = TestMesh(
            clusters: [
                "c1": [
                    Manifest.service("s"),
                    Manifest.slice("s", [Manifest.endpoint("2001:db8::1"), Manifest.endpoint("2001:DB8:0:0::1")]),
                    Manifest.workloadEntry("far", "network: n2, labels: {app: s}, serviceAccount: vm"),
                    Manifest.gatewayService(network: "n2", ips: ["2001:DB8:5::0"]),
                ]
            ],
            meshNetworks: "networks: {n2: {gateways: [{address: \"2001:db8:5::\", port: 15443}]}}"
        )
        let node = EnvoyNode.sidecar("2001:db8:9::1", network: "n1")
        let name = "outbound|80||s.shop.svc.cluster.local"
        #expect(
            try mesh.translated(.standard).hosts(name, for: node)
                == ["2001:db8::1:8080*1", "2001:DB8:5::0:15443*1"]
        )
        #expect(
            try mesh.translated(.istio130).hosts(name, for: node)
                == ["2001:db8::1:8080*2", "2001:DB8:0:0::1:8080*2", "2001:DB8:5::0:15443*2"]
        )
    }

    @Test("An endpoint at a gateway's own address has the gateway's weight in addition to its own")
    func endpointAtGateway() throws {
        let mesh = TestMesh(clusters: [
            "c1": [
                Manifest.service("s"),
                Manifest.workloadEntry("here", "network: n1, address: 35.0.0.2, ports: {http: 15443}, \(Self.machine)"),
                Manifest.workloadEntry("far", "network: n2, weight: 3, \(Self.machine)"),
                Manifest.gatewayService(network: "n2", ips: ["35.0.0.2"]),
            ]
        ])
        let hosts = try mesh.translated(.standard)
            .hosts("outbound|80||s.shop.svc.cluster.local", for: .sidecar(network: "n1"))
        #expect(hosts == ["35.0.0.2:15443*4"])
    }

    private static let machine = "labels: {app: s}, serviceAccount: vm"
}

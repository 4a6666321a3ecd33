import MeshModel
import MeshSources
import Testing

@Suite("MeshConfig and MeshNetworks")
struct MeshConfigurationTests {
    private static let cluster = ["clusters/c1/a.yaml": ""]

    private static func configMap(namespace: String = "istio-system", _ data: String) -> String {
        "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: istio, namespace: \(namespace)}\ndata:\n" + data
    }

    @Test("The ConfigMap of the config cluster applies, and a file has precedence")
    func fromConfigMap() throws {
        let map = Self.configMap(
            "  mesh: |-\n    rootNamespace: root\n  meshNetworks: |-\n    networks:\n      n1: {}\n"
        )
        let files = [
            "mesh-directory.yaml": "configCluster: c1\n", "clusters/c1/a.yaml": map,
            "clusters/c2/a.yaml": Self.configMap("  meshNetworks: \"networks: {n2: {}}\"\n"),
        ]
        let mesh = try Reading.mesh(files)
        #expect(mesh.meshConfig.rootNamespace == "root")
        #expect(mesh.meshNetworks.networks.map(\.id.name) == ["n1"])
        let other = try Reading.mesh(files.merging(["mesh-networks.yaml": "networks: {n3: {}}"]) { $1 })
        #expect(other.meshNetworks.networks.map(\.id.name) == ["n3"])
        let foreign = [
            "clusters/c1/a.yaml": Self.configMap(namespace: "shop", "  meshNetworks: \"networks: {n: {}}\"\n")
        ]
        #expect(try Reading.mesh(foreign).meshNetworks.networks.isEmpty)
    }

    @Test("Errors in the ConfigMap's text have the line of the file, and the column of the text")
    func linesInside() {
        let map = Self.configMap(
            "  meshNetworks: |-\n    networks:\n      n1:\n        gateways:\n        - address: 1.1.1.1\n"
        )
        #expect(
            Reading.errors(map)
                == ["9:7: the field \"port\" is missing, expected a port; there is no default"]
        )
        let gateway = "  meshNetworks: |-\n    networks: {n1: {gateways: [{address: 1.1.1.1, port: 1}]}}\n"
        let found = try? Reading.mesh(["clusters/c1/a.yaml": Self.configMap(gateway)]).meshNetworks.networks.first
        #expect(found?.gateways.first?.reference.location.line == 6)
    }

    /// The body of network n1 in flow style with its error, or `nil` if it is valid (NI-8).
    static let networks: [(body: String, error: String?)] = [
        ("{endpoints: [{fromCidr: 10.0.0.0/8}, {fromRegistry: Cluster-1}]}", nil),
        ("{endpoints: [{fromCidr: 10.0.0.1}]}", nil),
        ("null", nil), ("{}", nil), ("{gateways: [{port: 15443}]}", nil),
        ("{gateways: [{address: gw.example, port: 1}, {address: \"2001:db8::1\", port: 65535}]}", nil),
        ("{gateways: [{registryServiceName: gw.istio-system.svc.cluster.local, port: 80, locality: r}]}", nil),
        ("{gateways: [{registry_service_name: gw, port: 80}], endpoints: [{from_registry: a}]}", nil),
        (
            "{endpoints: [{fromCidr: 10.0.0.0/33}]}",
            "25: \"10.0.0.0/33\" is no address range, expected one such as 10.1.0.0/16"
        ),
        ("{endpoints: [{fromCidr: here}]}", "25: \"here\" is no address range, expected one such as 10.1.0.0/16"),
        (
            "{endpoints: [{fromRegistry: a.b}]}",
            "29: \"a.b\" cannot name a cluster, expected letters, digits and inner dashes, at most 63"
        ),
        (
            "{endpoints: [{fromRegistry: -a}]}",
            "29: \"-a\" cannot name a cluster, expected letters, digits and inner dashes, at most 63"
        ),
        (
            "{endpoints: [{fromRegistry: 12}]}",
            "29: found the number 12, expected the id of a cluster; put it in quotes"
        ),
        ("{endpoints: [{}]}", "14: expected fromCidr or fromRegistry"),
        (
            "{gateways: [{address: 1.1.1.1}]}",
            "13: the field \"port\" is missing, expected a port; there is no default"
        ),
        (
            "{gateways: [{address: 1.1.1.1, port: 0}]}",
            "38: 0 is out of range, expected a port number from 1 to 65535"
        ),
        (
            "{gateways: [{address: 1nv@lid, port: 1}]}",
            "23: \"1nv@lid\" is no address, expected an IP address or a host name"
        ),
        (
            "{gateways: [{registryServiceName: \"a b\", port: 1}]}",
            "13: \"a b\" is no host name, expected one of a Service"
        ),
        ("[]", "1: found a list, expected a network"),
    ]

    @Test("Every network is validated as in the reference (NI-8)", arguments: networks)
    func validation(_ example: (body: String, error: String?)) {
        let errors = Reading.errors(
            Self.cluster.merging(["mesh-networks.yaml": "networks: {n1: \(example.body)}"]) { $1 }
        )
        // The body begins at column 16.
        let expected = example.error.map { text -> String in
            let parts = text.split(separator: ":", maxSplits: 1)
            return "mesh-networks.yaml:1:\((Int(parts[0]) ?? 0) + 15):\(parts[1])"
        }
        #expect(errors == [expected].compactMap { $0 })
    }

    @Test("Networks are ordered by name, rules and gateways by the order of the text")
    func order() throws {
        let text = """
            networks:
              b: {endpoints: [{fromRegistry: z}, {fromRegistry: a}]}
              a: {gateways: [{address: 2.2.2.2, port: 2}, {address: 1.1.1.1, port: 1}]}
            """
        let networks = try Reading.mesh(Self.cluster.merging(["mesh-networks.yaml": text]) { $1 }).meshNetworks.networks
        #expect(networks.map(\.id.name) == ["a", "b"])
        #expect(networks[0].gateways.map(\.port) == [2, 1])
        #expect(networks[1].endpoints.map(\.text) == ["z", "a"])
        #expect(
            networks[1].endpoints[0].reference.location
                == SourceLocation(file: "mesh-networks.yaml", line: 2, column: 19)
        )
    }

    @Test("MeshConfig is read in either spelling, and locality load balancing can be disabled")
    func meshConfig() throws {
        func config(_ text: String) throws -> MeshConfig {
            try Reading.mesh(Self.cluster.merging(["mesh.yaml": text]) { $1 }).meshConfig
        }
        #expect(try config("{}").localityLoadBalancing == LocalityLoadBalancing())
        #expect(try config("localityLbSetting: {enabled: false}").localityLoadBalancing == nil)
        let full = try config(
            """
            rootNamespace: root
            trust_domain: example
            defaultServiceExportTo: ["."]
            service_settings:
            - settings: {cluster_local: true}
              hosts: ["*.shop.svc.cluster.local"]
            locality_lb_setting: {failover: [{from: a, to: b}]}
            unknown: {is: read over}
            """
        )
        #expect(full.rootNamespace == "root")
        #expect(full.trustDomain == "example")
        #expect(full.defaultServiceExportTo == ["."])
        #expect(full.serviceSettings.map(\.isClusterLocal) == [true])
        #expect(full.serviceSettings.map(\.hosts) == [["*.shop.svc.cluster.local"]])
        #expect(full.localityLoadBalancing?.failover == [LocalityLoadBalancing.Failover(from: "a", to: "b")])
    }
}

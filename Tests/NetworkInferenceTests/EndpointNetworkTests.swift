import MeshModel
import NetworkInference
import Testing
import TranslationTestSupport

@Suite("Networks of endpoints")
struct EndpointNetworkTests {
    @Test("Label, range, registry and namespace apply in the order of precedence", arguments: NetworkStatements.all)
    func precedence(_ statements: NetworkStatements) throws {
        let mesh = statements.mesh
        #expect(try mesh.snapshot(.standard).networks(of: "s") == ["10.1.0.1 -> \(statements.standard)"])
        #expect(try mesh.snapshot(.istio130).networks(of: "s") == ["10.1.0.1 -> \(statements.reference)"])
    }

    @Test("A network label on an application namespace has no effect")
    func applicationNamespace() throws {
        let mesh = TestMesh(clusters: [
            "c1": [Manifest.namespace("shop", network: "n1"), Manifest.service("s")]
                + Manifest.workload("s", ips: ["10.1.0.1"])
        ])
        #expect(try mesh.snapshot(.standard).networks(of: "s") == ["10.1.0.1 -> - by nothing"])
    }

    @Test("For fromCidr host bits are ignored, families are separate, and a bare address has no effect")
    func ranges() throws {
        let ips = ["10.10.1.1", "10.11.1.2", "10.12.0.1", "2001:db8:1::5", "192.0.2.1"]
        let mesh = TestMesh(
            clusters: ["c1": [Manifest.service("s"), Manifest.slice("s", ips.map { Manifest.endpoint($0) })]],
            meshNetworks: """
                networks:
                  n1: {endpoints: [{fromCidr: 10.10.1.1/24}]}
                  n2: {endpoints: [{fromCidr: 10.11.1.1/24}]}
                  n3: {endpoints: [{fromCidr: 10.12.0.1}]}
                  n6: {endpoints: [{fromCidr: "2001:db8:1::/48"}]}
                """
        )
        #expect(
            try mesh.snapshot(.istio130).networks(of: "s") == [
                "10.10.1.1 -> n1 by from-cidr at mesh-networks.yaml:2",
                "10.11.1.2 -> n2 by from-cidr at mesh-networks.yaml:3",
                "10.12.0.1 -> - by nothing",
                "2001:db8:1::5 -> n6 by from-cidr at mesh-networks.yaml:5",
                "192.0.2.1 -> - by nothing",
            ]
        )
    }

    @Test("The same range in two networks is refused by the standard rules, with both places")
    func sameRange() throws {
        let mesh = TestMesh(
            clusters: ["c1": [Manifest.namespace("x")]],
            meshNetworks: """
                networks:
                  n1: {endpoints: [{fromCidr: 10.1.0.0/16}]}
                  n2: {endpoints: [{fromCidr: 10.1.7.7/16}]}
                """
        )
        let message =
            "mesh-networks.yaml:3:20: the range 10.1.7.7/16 is claimed by network n2 and by n1 (mesh-networks.yaml:2:20), "
            + "expected one"
        #expect { try mesh.snapshot(.standard) } throws: { "\($0)" == message }
        #expect(throws: Never.self) { try mesh.snapshot(.istio130) }
    }

    @Test("The address of an unknown pod is left out, and an address without a pod counts alone")
    func pods() throws {
        let mesh = TestMesh(clusters: [
            "c1": [
                Manifest.service("s"), Manifest.pod("known", ip: "10.1.0.1", network: "n1"),
                Manifest.pod("by-address", ip: "10.1.0.2", network: "n2"),
                Manifest.slice(
                    "s",
                    [
                        Manifest.endpoint("10.1.0.1", pod: "known"), Manifest.endpoint("10.1.0.2"),
                        Manifest.endpoint("10.1.0.3", pod: "unknown"), Manifest.endpoint("10.1.0.4"),
                    ]
                ),
            ]
        ])
        #expect(
            try mesh.snapshot(.standard).networks(of: "s") == [
                "10.1.0.1 -> n1 by workload-label at c1/objects.yaml:6",
                "10.1.0.2 -> n2 by workload-label at c1/objects.yaml:11",
                "10.1.0.4 -> - by nothing",
            ]
        )
    }

    @Test(
        "A VM's network comes from the field, in the standard rules also from label and range, never from the cluster"
    )
    func machines() throws {
        let mesh = TestMesh(
            clusters: [
                "c1": [
                    Manifest.namespace("istio-system", network: "n9"), Manifest.service("s"),
                    Manifest.workloadEntry("a", "address: 10.5.0.1, network: n1, labels: {app: s, \(Self.label)}"),
                    Manifest.workloadEntry("b", "address: 10.5.0.2, labels: {app: s, \(Self.label)}"),
                    Manifest.workloadEntry("c", "address: 10.5.0.3, labels: {app: s}"),
                    Manifest.workloadEntry("d", "address: 10.6.0.4, labels: {app: s}"),
                ]
            ],
            meshNetworks: "networks: {n5: {endpoints: [{fromCidr: 10.5.0.0/16}, {fromRegistry: c1}]}}"
        )
        #expect(
            try mesh.snapshot(.standard).networks(of: "s") == [
                "10.5.0.1 -> n1 by entry-network at c1/objects.yaml:10",
                "10.5.0.2 -> n2 by workload-label at c1/objects.yaml:15",
                "10.5.0.3 -> n5 by from-cidr at mesh-networks.yaml:1", "10.6.0.4 -> - by nothing",
            ]
        )
        #expect(
            try mesh.snapshot(.istio130).networks(of: "s") == [
                "10.5.0.1 -> n1 by entry-network at c1/objects.yaml:10", "10.5.0.2 -> - by nothing",
                "10.5.0.3 -> - by nothing", "10.6.0.4 -> - by nothing",
            ]
        )
    }

    private static let label = "topology.istio.io/network: n2"

    @Test("Inline endpoints of a ServiceEntry have their own line")
    func serviceEntry() throws {
        let entry = Manifest.serviceEntry("e", host: "db.example", endpoints: ["address: 10.5.0.1, network: n1"])
        let mesh = TestMesh(clusters: ["c1": [entry]])
        #expect(
            try mesh.snapshot(.istio130).networks(ofHost: "db.example")
                == ["10.5.0.1 -> n1 by entry-network at c1/objects.yaml:8"]
        )
    }

    /// Conditions of an endpoint that is not ready, with its health by NI-85 in the reference and in the standard
    /// rules.
    static let conditions: [(conditions: String, reference: EndpointHealth, standard: EndpointHealth)] = [
        ("ready: true, terminating: true", .healthy, .healthy), ("", .healthy, .healthy),
        ("ready: false, serving: true, terminating: true", .terminating, .terminating),
        ("ready: false, terminating: false", .unhealthy, .unhealthy), ("ready: false", .terminating, .unhealthy),
    ]

    @Test("The health of slice endpoints follows their conditions (NI-85)", arguments: conditions)
    func health(_ example: (conditions: String, reference: EndpointHealth, standard: EndpointHealth)) throws {
        let slice = Manifest.slice("s", [Manifest.endpoint("10.1.0.1", conditions: example.conditions)])
        let key = MeshSnapshot.ServiceKey(hostname: "s.shop.svc.cluster.local", namespace: "shop")
        func found(_ mesh: TestMesh, _ semantics: TranslationSemantics) throws -> [EndpointHealth]? {
            try mesh.snapshot(semantics).shards[key]?.flatMap(\.endpoints).map(\.health)
        }
        let mesh = TestMesh(clusters: ["c1": [Manifest.service("s"), slice]])
        #expect(try found(mesh, .istio130) == [example.reference])
        #expect(try found(mesh, .standard) == [example.standard])
        // Without its Service, an unready endpoint is unhealthy.
        let orphan = TestMesh(clusters: ["c1": [slice]])
        #expect(try found(orphan, .istio130) == [example.reference == .healthy ? .healthy : .unhealthy])
    }

    @Test("With persistent sessions a terminating endpoint that still serves is draining")
    func draining() throws {
        let service = Manifest.service("s", labels: ["istio.io/persistent-session-header": "x"])
        let key = MeshSnapshot.ServiceKey(hostname: "s.shop.svc.cluster.local", namespace: "shop")
        let conditions = ["ready: false, terminating: true", "ready: false, serving: false, terminating: true"]
        let slice = Manifest.slice(
            "s",
            conditions.enumerated().map { Manifest.endpoint("10.1.0.\($0)", conditions: $1) }
        )
        let found = try TestMesh(clusters: ["c1": [service, slice]]).snapshot(.standard).shards[key]
        #expect(found?.flatMap(\.endpoints).map(\.health) == [.draining, .terminating])
    }
}

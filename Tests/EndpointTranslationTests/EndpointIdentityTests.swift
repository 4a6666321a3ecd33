import EndpointTranslation
import MeshModel
import Testing
import TranslationTestSupport

@Suite("Identity of endpoints under the standard rules")
struct EndpointIdentityTests {
    private static let name = "outbound|80||s.shop.svc.cluster.local"

    private static func hosts(
        _ objects: [String],
        for ips: String,
        features: MeshFeatures = MeshFeatures()
    ) throws -> [String] {
        try TestMesh(clusters: ["c1": objects]).translated(.standard, features: features)
            .hosts(name, for: .sidecar(ips, network: "n1", cluster: "c1"))
    }

    private static let dual = [
        Manifest.service("s"), Manifest.pod("p", ips: ["10.1.0.1", "fd00::1"]),
        Manifest.pod("q", ips: ["10.1.0.2", "fd00::2"]),
        Manifest.slice(
            "s",
            suffix: "b",
            type: "IPv4",
            [Manifest.endpoint("10.1.0.1", pod: "p"), Manifest.endpoint("10.1.0.2", pod: "q")]
        ),
        Manifest.slice(
            "s",
            suffix: "a",
            type: "IPv6",
            [Manifest.endpoint("fd00::1", pod: "p"), Manifest.endpoint("fd00::2", pod: "q")]
        ),
    ]

    @Test(
        "A dual-stack pod is one endpoint with the addresses that the proxy reaches, the pod's primary one first",
        arguments: [
            ("10.9.0.1", ["10.1.0.1:8080*1", "10.1.0.2:8080*1"]), ("fd00::9", ["fd00::1:8080*1", "fd00::2:8080*1"]),
            ("10.9.0.1,fd00::9", ["10.1.0.1+fd00::1:8080*1", "10.1.0.2+fd00::2:8080*1"]),
        ]
    )
    func dualStack(_ ips: String, _ expected: [String]) throws {
        #expect(try Self.hosts(Self.dual, for: ips) == expected)
    }

    @Test("The further addresses of an endpoint are sent as additional addresses")
    func additionalAddresses() throws {
        let mesh = try TestMesh(clusters: ["c1": Self.dual]).translated(.standard)
        let proxy = mesh.proxy(.sidecar("10.9.0.1,fd00::9", network: "n1", cluster: "c1"))
        let text = String(decoding: try mesh.bytes(Self.name, for: proxy), as: UTF8.self)
        for address in ["10.1.0.1", "fd00::1", "10.1.0.2", "fd00::2"] { #expect(text.contains(address)) }
        let single = mesh.proxy(.sidecar("10.9.0.1", network: "n1", cluster: "c1"))
        let other = String(decoding: try mesh.bytes(Self.name, for: single), as: UTF8.self)
        #expect(other.contains("10.1.0.1") && !other.contains("fd00::1"))
    }

    @Test("Slices that list one address only of a dual-stack pod decide which is sent")
    func singleStackService() throws {
        let objects = Self.dual.filter { !$0.contains("IPv6") }
        #expect(try Self.hosts(objects, for: "10.9.0.1,fd00::9") == ["10.1.0.1:8080*1", "10.1.0.2:8080*1"])
        // Nothing else is left, and clusters of IPv6 often translate.
        #expect(try Self.hosts(objects, for: "fd00::9") == ["10.1.0.1:8080*1", "10.1.0.2:8080*1"])
    }

    @Test("An IPv4 proxy is not sent IPv6 addresses, also if there is nothing else")
    func otherFamily() throws {
        let objects = Self.dual.filter { !$0.contains("IPv4") }
        #expect(try Self.hosts(objects, for: "10.9.0.1") == [])
        #expect(try Self.hosts(objects, for: "fd00::9") == ["fd00::1:8080*1", "fd00::2:8080*1"])
    }

    @Test("A pod behind a gateway has the weight of one endpoint, whatever families the proxy and the gateway have")
    func gatewayWeight() throws {
        let objects =
            [
                Manifest.pod("p", ips: ["10.1.0.1", "fd00::1"], network: "n2"),
                Manifest.pod("q", ips: ["10.1.0.2", "fd00::2"], network: "n2"),
                Manifest.gatewayService(network: "n2", ips: ["35.0.0.2"]),
            ] + Self.dual.filter { !$0.contains("kind: Pod\n") }
        #expect(try Self.hosts(objects, for: "10.9.0.1") == ["35.0.0.2:15443*2"])
        #expect(try Self.hosts(objects, for: "10.9.0.1,fd00::9") == ["35.0.0.2:15443*2"])
    }

    @Test("Entries without a pod are one endpoint by their target or host name; an entry with two addresses is one")
    func manualSlices() throws {
        func slices(_ identity: String) -> [String] {
            [
                Manifest.service("s"),
                Manifest.slice("s", suffix: "4", type: "IPv4", ["{addresses: [192.0.2.1]\(identity)}"]),
                Manifest.slice("s", suffix: "6", type: "IPv6", ["{addresses: [\"2001:db8::1\"]\(identity)}"]),
            ]
        }
        let both = "10.9.0.1,fd00::9"
        #expect(try Self.hosts(slices(", hostname: db-0"), for: both) == ["192.0.2.1+2001:db8::1:8080*1"])
        let target = ", targetRef: {kind: VirtualMachine, name: db}"
        #expect(try Self.hosts(slices(target), for: both) == ["192.0.2.1+2001:db8::1:8080*1"])
        #expect(try Self.hosts(slices(""), for: both) == ["192.0.2.1:8080*1", "2001:db8::1:8080*1"])
        let several = [
            Manifest.service("s"),
            Manifest.slice("s", suffix: "4", type: "IPv4", ["{addresses: [192.0.2.1, 192.0.2.2]}"]),
        ]
        #expect(try Self.hosts(several, for: both) == ["192.0.2.1+192.0.2.2:8080*1"])
    }

    @Test("Two pods on one node address with two ports are two endpoints")
    func nodeAddress() throws {
        let objects = [
            Manifest.service("s"), Manifest.pod("p", ip: "10.0.0.1"), Manifest.pod("q", ip: "10.0.0.1"),
            Manifest.slice("s", suffix: "1", type: "IPv4", [Manifest.endpoint("10.0.0.1", pod: "p")]),
            Manifest.slice(
                "s",
                suffix: "2",
                type: "IPv4",
                ports: "{name: http, port: 8081}",
                [Manifest.endpoint("10.0.0.1", pod: "q")]
            ),
        ]
        #expect(try Self.hosts(objects, for: "10.9.0.1") == ["10.0.0.1:8080*1", "10.0.0.1:8081*1"])
    }

    @Test("An address that is ready in one slice is ready, whatever the slices are called", arguments: ["0", "2"])
    func readiness(_ suffix: String) throws {
        let objects = [
            Manifest.service("s"), Manifest.slice("s", suffix: "1", [Manifest.endpoint("10.1.0.1")]),
            Manifest.slice(
                "s",
                suffix: suffix,
                [Manifest.endpoint("10.1.0.1", conditions: "ready: false, serving: false, terminating: true")]
            ),
        ]
        #expect(try Self.hosts(objects, for: "10.9.0.1") == ["10.1.0.1:8080*1"])
    }

    @Test("A pod that took over the address of one that ended is the endpoint")
    func reusedAddress() throws {
        let objects = [
            Manifest.service("s"), Manifest.pod("old", ip: "10.1.0.1", hasSidecar: false),
            Manifest.pod("new", ip: "10.1.0.1"),
            Manifest.slice(
                "s",
                suffix: "1",
                [Manifest.endpoint("10.1.0.1", pod: "old", conditions: "ready: false, terminating: true")]
            ), Manifest.slice("s", suffix: "2", [Manifest.endpoint("10.1.0.1", pod: "new")]),
        ]
        let mesh = try TestMesh(clusters: ["c1": objects]).snapshot(.standard)
        let endpoints = mesh.shards.values.joined().flatMap(\.endpoints)
        #expect(endpoints.map(\.workloadName) == ["new"])
        #expect(endpoints.map(\.tlsMode) == ["istio"])
    }

    @Test("Of objects that list one address a healthy endpoint goes before one that is not")
    func healthyFirst() throws {
        let mesh = TestMesh(clusters: [
            "c1": [
                Manifest.service("s", spec: "trafficDistribution: PreferClose"),
                Manifest.slice(
                    "s",
                    [Manifest.endpoint("10.1.0.1", conditions: "ready: false, terminating: false")]
                ),
            ],
            "c2": [
                Manifest.service("s", spec: "trafficDistribution: PreferClose"),
                Manifest.slice("s", [Manifest.endpoint("10.1.0.1")]),
            ],
        ])
        let found = try mesh.translated(.standard)
        let proxy = found.proxy(.sidecar(network: "n1", cluster: "c1"))
        let assignment = found.assignment(Self.name, for: proxy).assignment
        let hosts = assignment.groups.flatMap(\.hosts)
        #expect(hosts.compactMap { found.endpoint($0, of: assignment)?.health } == [.healthy])
    }

    @Test("A ServiceEntry that selects dual-stack pods has one endpoint for each, with both addresses")
    func selectedPods() throws {
        let entry = Manifest.object(
            "networking.istio.io/v1",
            "ServiceEntry",
            "e",
            namespace: "shop",
            labels: [:],
            """
            spec:
              hosts: [s.shop.svc.cluster.local]
              resolution: STATIC
              ports: [{number: 80, name: http, protocol: HTTP, targetPort: 8080}]
              workloadSelector: {labels: {app: s}}

            """
        )
        let pods = [Manifest.pod("p", ips: ["10.1.0.1", "fd00::1"], labels: ["app": "s"])]
        #expect(try Self.hosts(pods + [entry], for: "10.9.0.1,fd00::9") == ["10.1.0.1+fd00::1:8080*1"])
        #expect(try Self.hosts(pods + [entry], for: "fd00::9") == ["fd00::1:8080*1"])
    }

    @Test("An endpoint whose further address another object lists too is sent once")
    func commonFurtherAddress() throws {
        let objects =
            Self.dual
            + [Manifest.workloadEntry("vm", "address: \"fd00::1\", labels: {app: s}, ports: {http: 8080}")]
        #expect(try Self.hosts(objects, for: "fd00::9") == ["fd00::1:8080*1", "fd00::2:8080*1"])
    }
}

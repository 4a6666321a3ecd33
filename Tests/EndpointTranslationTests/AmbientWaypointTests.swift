import MeshModel
import Testing

@Suite("Ingress through the waypoint of a service")
struct AmbientWaypointTests {
    private static let name = "outbound|80||web.ns.svc.cluster.local"
    private static let consent = ["istio.io/use-waypoint": "waypoint", "istio.io/ingress-use-waypoint": "true"]
    private static let direct = ["1.1.1.2:8080 x1"]
    private static let redirected = [
        "connect_originate/3.0.0.1:15008 x1 local=1.2.3.4:80 waypoint=3.0.0.1:15008 tunnel=http"
    ]

    private func bench(
        service: [String: String] = consent,
        namespace: [String: String] = [:],
        fields: String = "clusterIP: 1.2.3.4",
        waypoint: [String] = AmbientManifest.waypoint("3.0.0.1"),
        features: MeshFeatures = MeshFeatures(ambient: .multiNetwork)
    ) throws -> AmbientBench {
        try AmbientBench(
            [
                "c1": [
                    AmbientManifest.namespace("ns", labels: namespace),
                    AmbientManifest.service("web", labels: service, fields: fields),
                    AmbientManifest.slice("web", ["1.1.1.2"]), AmbientManifest.pod("web-0", "1.1.1.2"),
                ] + waypoint
            ],
            features: features
        )
    }

    @Test(
        "EG-A10, EG-A11: a gateway uses a tunnel through the waypoint, other proxies do not",
        arguments: [("router", true), ("sidecar", false), ("waypoint", false)]
    )
    func kinds(kind: String, isRedirected: Bool) throws {
        let bench = try bench()
        #expect(try bench.hosts(Self.name, for: bench.proxy(kind)) == (isRedirected ? Self.redirected : Self.direct))
        let off = try self.bench(features: MeshFeatures())
        #expect(try off.hosts(Self.name, for: off.proxy(kind)) == Self.direct)
    }

    @Test(
        "EG-A10: labels of the Service have precedence over those of its namespace",
        arguments: [
            (consent, [:], true), ([:], consent, true), (["istio.io/use-waypoint": "waypoint"], [:], false),
            (["istio.io/ingress-use-waypoint": "true"], [:], false),
            (["istio.io/use-waypoint": "none"], consent, false), (["istio.io/use-waypoint": ""], consent, false),
            (["istio.io/ingress-use-waypoint": "false"], consent, false),
            (["istio.io/use-waypoint": "waypoint"], ["istio.io/ingress-use-waypoint": "true"], true),
            (consent.merging(["istio.io/use-waypoint": "other"]) { $1 }, [:], false),
            (consent.merging(["istio.io/use-waypoint-namespace": "other"]) { $1 }, [:], false),
            (consent.merging(["istio.io/use-waypoint-namespace": "ns"]) { $1 }, [:], true), ([:], [:], false),
        ] as [([String: String], [String: String], Bool)]
    )
    func labels(service: [String: String], namespace: [String: String], isRedirected: Bool) throws {
        let bench = try bench(service: service, namespace: namespace)
        let hosts = try bench.hosts(Self.name, for: bench.proxy("router"))
        #expect(hosts == (isRedirected ? Self.redirected : Self.direct))
    }

    @Test("EG-A10: the unspecified address of a headless Service counts in clusters that have the Service")
    func headless() throws {
        let bench = try bench(
            service: Self.consent.merging(["istio.io/global": "true"]) { $1 },
            fields: "clusterIP: None"
        )
        #expect(try bench.hosts(Self.name, for: bench.proxy("router", cluster: "c2")) == Self.direct)
        let hosts = try bench.hosts(Self.name, for: bench.proxy("router", cluster: "c1"))
        #expect(hosts == Self.redirected.map { $0.replacing("local=1.2.3.4", with: "local=0.0.0.0") })
    }

    @Test(
        "NI-118: a Gateway of any class is a waypoint as soon as its status has an address",
        arguments: [
            ("istio-waypoint", "[]", false),
            ("other", "[{type: Hostname, value: waypoint.ns.svc.cluster.local}]", true),
            ("istio-waypoint", "[{type: IPAddress, value: 1.2.3.99}]", true),
            ("istio-waypoint", "[{type: IPAddress, value: 1.2.3.98}]", false),
            ("istio-waypoint", "[{value: 1.2.3.99}]", false),
            (
                "istio-waypoint",
                "[{type: IPAddress, value: 1.2.3.98}, {type: Hostname, value: waypoint.ns.svc.cluster.local}]", true
            ),
        ]
    )
    func status(className: String, addresses: String, isRedirected: Bool) throws {
        let gateway = AmbientManifest.waypointGateway(className: className, addresses: addresses)
        let waypoint = [gateway] + AmbientManifest.waypoint("3.0.0.1").dropFirst()
        for mode in [AmbientMode.multiNetwork, .single] {
            let bench = try bench(waypoint: waypoint, features: MeshFeatures(ambient: mode))
            let hosts = try bench.hosts(Self.name, for: bench.proxy("router"))
            #expect(hosts == (isRedirected ? Self.redirected : Self.direct))
        }
    }

    @Test(
        "NI-118: the Service of a waypoint or east-west gateway has no waypoint",
        arguments: [
            ("istio.io-mesh-controller", false), ("istio.io-eastwest-controller", false),
            ("istio.io-gateway-controller", true),
        ]
    )
    func ofWaypoints(manager: String, isRedirected: Bool) throws {
        let bench = try bench(service: Self.consent.merging(["gateway.istio.io/managed": manager]) { $1 })
        let hosts = try bench.hosts(Self.name, for: bench.proxy("router"))
        #expect(hosts == (isRedirected ? Self.redirected : Self.direct))
    }

    @Test(
        "EG-A10: a ServiceEntry is redirected to its waypoint if it has an address, its own or one of its status",
        arguments: [
            ("addresses: [240.1.1.1]", "", "240.1.1.1"), ("addresses: [240.1.1.1/32]", "", "240.1.1.1"),
            ("", "status: {addresses: [{host: web.example, value: 240.240.0.1}]}", "0.0.0.0"),
            ("", "status: {addresses: [{host: other.example, value: 240.240.0.1}]}", nil), ("", "", nil),
        ] as [(String, String, String?)]
    )
    func serviceEntries(spec: String, status: String, local: String?) throws {
        let entry = """
            apiVersion: networking.istio.io/v1
            kind: ServiceEntry
            metadata:
              name: web
              namespace: ns
              labels: {istio.io/use-waypoint: waypoint, istio.io/ingress-use-waypoint: "true"}
            spec:
              hosts: [web.example]
              resolution: STATIC
              ports: [{name: http, number: 80, protocol: HTTP}]
              endpoints: [{address: 10.0.0.1}]
              \(spec)
            \(status)
            """
        let bench = try AmbientBench(["c1": [entry] + AmbientManifest.waypoint("3.0.0.1")])
        let hosts = try bench.hosts("outbound|80||web.example", for: bench.proxy("router", cluster: "c1"))
        let redirected = Self.redirected.map { $0.replacing("local=1.2.3.4", with: "local=\(local ?? "")") }
        #expect(hosts == (local == nil ? ["10.0.0.1:80 x1"] : redirected))
    }

    @Test("NI-115, NI-118: the config cluster's Service counts first, and a waypoint is in the cluster of its Service")
    func views() throws {
        let plain = AmbientManifest.service("web", labels: ["istio.io/global": "true"])
        let asking = AmbientManifest.service("web", labels: Self.consent.merging(["istio.io/global": "true"]) { $1 })
        let pods = [AmbientManifest.slice("web", ["1.1.1.2"]), AmbientManifest.pod("web-0", "1.1.1.2")]
        let system = AmbientManifest.namespace("istio-system", labels: ["topology.istio.io/network": "n1"])
        let waypoint = AmbientManifest.waypoint("3.0.0.1")
        for (own, other, isRedirected) in [
            ([plain] + pods, [asking] + waypoint, false), ([asking] + pods, [plain] + waypoint, false),
            (pods, [asking] + waypoint, true),
        ] {
            let bench = try AmbientBench(["c1": [system] + own, "c2": [system] + other])
            let hosts = try bench.hosts(Self.name, for: bench.proxy("router", network: "n1", cluster: "c1"))
            #expect(hosts == (isRedirected ? Self.redirected : Self.direct))
        }
    }

    @Test(
        "EG-A10: a waypoint admits other namespaces only if a listener allows it",
        arguments: [
            ("", false), (", allowedRoutes: {namespaces: {from: All}}", true),
            (", allowedRoutes: {namespaces: {from: Same}}", false),
            (", allowedRoutes: {namespaces: {from: Selector, selector: {matchLabels: {team: a}}}}", true),
            (", allowedRoutes: {namespaces: {from: Selector, selector: {matchLabels: {team: b}}}}", false),
        ]
    )
    func admission(listener: String, isRedirected: Bool) throws {
        let labels = Self.consent.merging(["istio.io/use-waypoint-namespace": "ns"]) { $1 }
        let bench = try AmbientBench([
            "c1": [
                AmbientManifest.namespace("shop", labels: ["team": "a"]),
                AmbientManifest.service("web", namespace: "shop", labels: labels),
                AmbientManifest.slice("web", ["1.1.1.2"], namespace: "shop"),
            ] + AmbientManifest.waypoint("3.0.0.1", listener: listener)
        ])
        let hosts = try bench.hosts("outbound|80||web.shop.svc.cluster.local", for: bench.proxy("router"))
        #expect(hosts == (isRedirected ? Self.redirected : Self.direct))
    }

    @Test("EG-A10: a waypoint for workloads only is not used for services")
    func purpose() throws {
        let waypoint = AmbientManifest.waypoint("3.0.0.1").map {
            $0.contains("kind: Gateway\n")
                ? $0.replacing("labels: {}", with: "labels: {istio.io/waypoint-for: workload}") : $0
        }
        let bench = try bench(waypoint: waypoint)
        #expect(try bench.hosts(Self.name, for: bench.proxy("router")) == Self.direct)
    }

    @Test("EG-A11: the waypoint's mTLS, subsets of the service and proxies without HBONE change nothing")
    func alwaysTunnelled() throws {
        let rule = """
            apiVersion: networking.istio.io/v1
            kind: DestinationRule
            metadata: {name: web, namespace: ns}
            spec: {host: web, subsets: [{name: v1, labels: {version: v1}}]}
            """
        let waypoint = AmbientManifest.waypoint("3.0.0.1").map {
            $0.replacing(
                "{\"gateway.istio.io/managed\"",
                with: "{security.istio.io/tlsMode: istio, \"gateway.istio.io/managed\""
            )
        }
        let bench = try bench(waypoint: waypoint + [rule])
        let proxy = bench.proxy("router", metadata: ["DISABLE_HBONE_SEND": "true"])
        #expect(try bench.hosts("outbound|80|v1|web.ns.svc.cluster.local", for: proxy) == Self.redirected)
    }

    @Test("EG-A11: the address is the one in the waypoint's own cluster, otherwise the service's first one")
    func addressByCluster() throws {
        func web(_ address: String) -> String {
            let labels = Self.consent.merging(["istio.io/global": "true"]) { $1 }
            return AmbientManifest.service("web", labels: labels, fields: "clusterIP: \(address)")
        }
        let bench = try AmbientBench([
            "c1": [web("1.2.3.4")] + AmbientManifest.waypoint("3.0.0.1"),
            "c2": [web("5.6.7.8")] + AmbientManifest.waypoint("3.0.0.2"), "c3": AmbientManifest.waypoint("3.0.0.3"),
        ])
        let hosts = try bench.hosts(Self.name, for: bench.proxy("router", cluster: "c1"))
        #expect(
            hosts == [
                "connect_originate/3.0.0.1:15008 x1 local=1.2.3.4:80 waypoint=3.0.0.1:15008 tunnel=http",
                "connect_originate/3.0.0.2:15008 x1 local=5.6.7.8:80 waypoint=3.0.0.2:15008 tunnel=http",
                "connect_originate/3.0.0.3:15008 x1 local=1.2.3.4:80 waypoint=3.0.0.3:15008 tunnel=http",
            ]
        )
    }

    @Test("EG-A11: localities of waypoints do not give priorities")
    func noPriorities() throws {
        let rule = """
            apiVersion: networking.istio.io/v1
            kind: DestinationRule
            metadata: {name: web, namespace: ns}
            spec: {host: web, trafficPolicy: {outlierDetection: {}}}
            """
        let waypoint = AmbientManifest.waypoint("3.0.0.1").map {
            $0.replacing("{\"gateway.istio.io/managed\"", with: "{istio-locality: far, \"gateway.istio.io/managed\"")
        }
        let second = AmbientManifest.pod("waypoint-1", "3.0.0.2", labels: ["istio-locality": "near"])
        let objects = waypoint.map {
            $0.replacing(
                "[{addresses: [\"3.0.0.1\"]}]",
                with: "[{addresses: [\"3.0.0.1\"]}, {addresses: [\"3.0.0.2\"]}]"
            )
        }
        let bench = try bench(waypoint: objects + [second, rule])
        let proxy = bench.proxy("router", labels: ["istio-locality": "near"])
        #expect(try bench.hosts(Self.name, for: proxy).count == 2)
        #expect(try !bench.json(Self.name, for: proxy).contains("\"priority\""))
    }

    @Test("EG-A12: requests cannot bypass an absent waypoint", arguments: [0, 1, 2])
    func failsClosed(missing: Int) throws {
        let all = AmbientManifest.waypoint("3.0.0.1")
        let waypoint =
            switch missing {
            case 0: [all[0]]
            case 1: [all[0], all[1]]
            default: [all[0], all[1].replacing("port: 15008", with: "port: 15009"), all[2], all[3]]
            }
        let bench = try bench(waypoint: waypoint)
        #expect(try bench.hosts(Self.name, for: bench.proxy("router")) == [])
    }

    @Test("EG-A11: waypoints of another network are entered by its gateway, in the name of the service")
    func otherNetwork() throws {
        let first = [
            AmbientManifest.namespace("istio-system", labels: ["topology.istio.io/network": "n1"]),
            AmbientManifest.service("web", labels: Self.consent.merging(["istio.io/global": "true"]) { $1 }),
        ]
        let second = [
            AmbientManifest.namespace("istio-system", labels: ["topology.istio.io/network": "n2"]),
            AmbientManifest.gateway("n2", ["2.2.2.2"], ports: [80, 15_008]),
        ]
        let bench = try AmbientBench(
            [
                "c1": first + AmbientManifest.waypoint("3.0.0.1"),
                "c2": second + AmbientManifest.waypoint("3.0.0.2"),
            ],
            features: MeshFeatures(ambient: .multiNetwork, ambientIngress: true)
        )
        let hosts = try bench.hosts(Self.name, for: bench.proxy("router", network: "n1", cluster: "c1"))
        #expect(
            hosts == [
                "connect_originate/3.0.0.1:15008 x1 local=1.2.3.4:80 waypoint=3.0.0.1:15008 tunnel=http",
                "inner_connect_originate/2.2.2.2:15008 x1 local=2.2.2.2:15008 "
                    + "hbone=web.ns.svc.cluster.local:80 tunnel=http",
            ]
        )
    }

    @Test("EG-M9: cluster names for SNI routing have no waypoints, whose own mTLS does not count")
    func sniRouted() throws {
        let waypoint = AmbientManifest.waypoint("3.0.0.1").map {
            $0.replacing(
                "{\"gateway.istio.io/managed\"",
                with: "{security.istio.io/tlsMode: istio, \"gateway.istio.io/managed\""
            )
        }
        let bench = try bench(waypoint: waypoint)
        #expect(try bench.hosts("outbound_.80_._.web.ns.svc.cluster.local", for: bench.proxy("router")) == [])
    }

    @Test("EG-A11: a waypoint may be known by name only")
    func namedWaypoint() throws {
        let bench = try bench(waypoint: AmbientManifest.waypoint("waypoint.example"))
        #expect(
            try bench.hosts(Self.name, for: bench.proxy("router")) == [
                "connect_originate/waypoint.example:15008 x1 local=1.2.3.4:80 waypoint=waypoint.example:15008 tunnel=http"
            ]
        )
    }
}

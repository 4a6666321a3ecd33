import EndpointTranslation
import MeshModel
import Testing

@Suite("HBONE gateways between networks")
struct AmbientNetworkTests {
    private static let name = "outbound|80||example.ns.svc.cluster.local"

    private static func pods(_ prefix: String, _ addresses: [String], labels: [String: String] = [:]) -> [String] {
        addresses.enumerated().map { index, address in
            let all = labels.merging(["app": "example", "security.istio.io/tlsMode": "istio"]) { first, _ in first }
            return AmbientManifest.pod("\(prefix)-\(index)", address, labels: all)
        }
    }

    private static func cluster(_ network: String, _ addresses: [String], _ others: [String] = []) -> [String] {
        [
            AmbientManifest.namespace("istio-system", labels: ["topology.istio.io/network": network]),
            AmbientManifest.service("example", labels: ["istio.io/global": "true"]),
            AmbientManifest.slice("example", addresses),
        ] + pods("example", addresses) + others
    }

    /// The reference's own fixture: four networks, six clusters, gateways with and without a port for HBONE.
    private static let fixture = [
        "cluster1a": cluster(
            "network1",
            ["10.0.0.1", "foo.bar", "10.0.0.3"],
            [AmbientManifest.gateway("network1", ["1.1.1.1"], ports: [80])]
        ),
        "cluster1b": cluster("network1", ["10.0.0.2"]),
        "cluster2a": cluster(
            "network2",
            ["20.0.0.1"],
            [AmbientManifest.gateway("network2", ["2.2.2.2"], ports: [80, 15_008])]
        ),
        "cluster2b": cluster(
            "network2",
            ["20.0.0.2", "20.0.0.3"],
            [AmbientManifest.gateway("network2", ["2.2.2.20", "2.2.2.21"], ports: [80, 15_008])]
        ),
        "cluster3": [AmbientManifest.gateway("network3", ["3.3.3.3"], ports: [443, 15_008])],
        "cluster4": cluster("network4", ["40.0.0.1"]),
    ]

    private static func gateway(_ address: String, _ weight: Int) -> String {
        "inner_connect_originate/\(address):15008 x\(weight) local=\(address):15008 "
            + "hbone=example.ns.svc.cluster.local:80 tunnel=http"
    }

    private static func own(_ address: String) -> String { "\(address):8080 x6 tlsMode=istio" }

    private static let seenFromFirst =
        ["10.0.0.1", "10.0.0.3", "10.0.0.2"].map(own)
        + ["2.2.2.2", "2.2.2.20", "2.2.2.21"].map { gateway($0, 6) }
    private static let seenFromSecond = ["20.0.0.1", "20.0.0.2", "20.0.0.3"].map(own)

    @Test(
        "EG-T6: waypoints and ingress gateways reach other networks by HBONE, or not at all (EG-A6, EG-A8)",
        arguments: [
            ("waypoint", "network1", "cluster1a", seenFromFirst), ("waypoint", "network1", "cluster1b", seenFromFirst),
            ("waypoint", "network2", "cluster2a", seenFromSecond), ("router", "network1", "cluster1a", seenFromFirst),
        ]
    )
    func reference(kind: String, network: String, cluster: String, expected: [String]) throws {
        let bench = try AmbientBench(Self.fixture, features: MeshFeatures(ambient: .multiNetwork, ambientIngress: true))
        let proxy = bench.proxy(kind, network: network, cluster: cluster, labels: ["istio": "ingressgateway"])
        #expect(try bench.hosts(Self.name, for: proxy) == expected)
    }

    @Test(
        "EG-T6: by the standard rules sidecars of other networks are reached by mTLS, each weight in its lowest terms"
    )
    func standard() throws {
        let bench = try AmbientBench(Self.fixture, semantics: .standard)
        for kind in ["waypoint", "router"] {
            let proxy = bench.proxy(kind, network: "network1", cluster: "cluster1a")
            let own = ["10.0.0.1", "10.0.0.3", "10.0.0.2"].map { "\($0):8080 x1 tlsMode=istio" }
            let gateways = ["2.2.2.2", "2.2.2.20", "2.2.2.21"].map { "\($0):80 x1 tlsMode=istio" }
            #expect(try bench.hosts(Self.name, for: proxy) == own + gateways)
        }
    }

    @Test("EG-A6: the endpoint decides by the standard rules how its network is entered, with istiod the proxy")
    func byEndpoint() throws {
        func pod(_ number: Int, _ labels: [String: String]) -> String {
            AmbientManifest.pod("example-\(number)", "20.0.0.\(number)", labels: labels)
        }
        let gateway = AmbientManifest.gateway("network2", ["2.2.2.2"], ports: [80, 15_008])
        let second = Self.cluster("network2", [], [gateway]).filter { !$0.contains("EndpointSlice") }
        let mesh = [
            "c1": Self.cluster("network1", ["10.0.0.1"]),
            "c2": second + [
                pod(1, ["security.istio.io/tlsMode": "istio"]), pod(2, ["networking.istio.io/tunnel": "http"]),
                pod(3, [:]), AmbientManifest.slice("example", ["20.0.0.1", "20.0.0.2", "20.0.0.3"]),
            ],
        ]
        let own = "10.0.0.1:8080 x1 tlsMode=istio"
        for kind in ["waypoint", "router"] {
            let standard = try AmbientBench(mesh, semantics: .standard)
            let proxy = standard.proxy(kind, network: "network1", cluster: "c1")
            #expect(
                try standard.hosts(Self.name, for: proxy) == [
                    own, "2.2.2.2:80 x1 tlsMode=istio", Self.gateway("2.2.2.2", 1),
                ]
            )
            let istiod = try AmbientBench(mesh)
            #expect(try istiod.hosts(Self.name, for: proxy) == [own, Self.gateway("2.2.2.2", 3)])
            let silent = standard.proxy(kind, network: "network1", metadata: ["DISABLE_HBONE_SEND": "true"])
            #expect(try standard.hosts(Self.name, for: silent) == [own, "2.2.2.2:80 x1 tlsMode=istio"])
        }
    }

    @Test("EG-A13: in single mode every proxy enters other networks by mTLS")
    func single() throws {
        let bench = try AmbientBench(Self.fixture, features: MeshFeatures(ambient: .single))
        for kind in ["waypoint", "router", "sidecar"] {
            let proxy = bench.proxy(
                kind,
                network: "network2",
                cluster: "cluster2a",
                labels: ["istio": "ingressgateway"]
            )
            let expected = Self.seenFromSecond + [Self.own("40.0.0.1"), "1.1.1.1:80 x18 tlsMode=istio"]
            #expect(try bench.hosts(Self.name, for: proxy) == expected)
        }
    }

    @Test("NI-50: a listener for HBONE is a port for mTLS with istiod only, however the gateway is declared")
    func hboneListener() throws {
        let resource = """
            apiVersion: gateway.networking.k8s.io/v1
            kind: Gateway
            metadata: {name: east-west, namespace: istio-system, labels: {topology.istio.io/network: network2}}
            spec:
              gatewayClassName: istio-east-west
              addresses: [{value: 2.2.2.2}]
              listeners: [{name: mesh, port: 15008, protocol: HBONE}]
            """
        let labels = ["topology.istio.io/network": "network2", "networking.istio.io/gatewayPort": "15008"]
        let service =
            AmbientManifest.service(
                "east-west",
                namespace: "istio-system",
                labels: labels,
                port: "{name: hbone, port: 15008}",
                fields: "type: LoadBalancer"
            ) + "\nstatus: {loadBalancer: {ingress: [{ip: 2.2.2.2}]}}"
        let sidecars = ["security.istio.io/tlsMode": "istio"]
        for gateway in [resource, service] {
            let istiod = try pair(gateways: [gateway], labels: sidecars)
            let proxy = istiod.proxy(network: "network1", cluster: "c1")
            let own = "10.0.0.1:8080 x1 tlsMode=istio"
            #expect(try istiod.hosts(Self.name, for: proxy) == [own, "2.2.2.2:15008 x1 tlsMode=istio"])
            let standard = try pair(gateways: [gateway], labels: sidecars, semantics: .standard)
            #expect(try standard.hosts(Self.name, for: proxy) == [own])
            let tunnels = try pair(
                gateways: [gateway],
                labels: ["networking.istio.io/tunnel": "http"],
                semantics: .standard
            )
            let waypoint = tunnels.proxy("waypoint", network: "network1", cluster: "c1")
            #expect(try tunnels.hosts(Self.name, for: waypoint) == [own, Self.gateway("2.2.2.2", 1)])
        }
    }

    @Test(
        "EG-N6: ingress gateways stay in their network unless this is enabled",
        arguments: [
            ("router", ["istio": "ingressgateway"], false),
            ("router", ["gateway.istio.io/managed": "istio.io-gateway-controller"], false), ("router", [:], true),
            ("waypoint", ["istio": "ingressgateway"], true),
        ] as [(String, [String: String], Bool)]
    )
    func ingress(kind: String, labels: [String: String], leaves: Bool) throws {
        let bench = try AmbientBench(Self.fixture)
        let proxy = bench.proxy(kind, network: "network1", cluster: "cluster1a", labels: labels)
        let expected = leaves ? Self.seenFromFirst : Array(Self.seenFromFirst.prefix(3))
        #expect(try bench.hosts(Self.name, for: proxy) == expected)
    }

    @Test("EG-N6: a sidecar uses mTLS gateways, but never direct access into another network")
    func sidecar() throws {
        let bench = try AmbientBench(Self.fixture)
        let hosts = try bench.hosts(Self.name, for: bench.proxy(network: "network2", cluster: "cluster2a"))
        // 40.0.0.1 would be reached directly without ambient mode.
        #expect(hosts == Self.seenFromSecond + ["1.1.1.1:80 x18 tlsMode=istio"])
        let off = try AmbientBench(Self.fixture, features: MeshFeatures())
        #expect(
            try off.hosts(Self.name, for: off.proxy(network: "network2", cluster: "cluster2a"))
                == Self.seenFromSecond + [Self.own("40.0.0.1"), "1.1.1.1:80 x18 tlsMode=istio"]
        )
    }

    @Test("EG-N9: a proxy without a known network enters every network that has a gateway for HBONE")
    func noNetwork() throws {
        let bench = try AmbientBench(Self.fixture)
        let hosts = try bench.hosts(Self.name, for: bench.proxy("waypoint"))
        let direct = ["10.0.0.1", "10.0.0.3", "10.0.0.2", "40.0.0.1"].map(Self.own)
        #expect(hosts == direct + ["2.2.2.2", "2.2.2.20", "2.2.2.21"].map { Self.gateway($0, 6) })
    }

    /// Returns two networks; the second one's workloads and gateways are given.
    private func pair(
        gateways: [String],
        labels: [String: String] = [:],
        semantics: TranslationSemantics = .istio130
    ) throws -> AmbientBench {
        let pod = AmbientManifest.pod("example-0", "20.0.0.1", labels: labels)
        let second = Self.cluster("network2", [], gateways).filter { !$0.contains("EndpointSlice") }
        return try AmbientBench(
            [
                "c1": Self.cluster("network1", ["10.0.0.1"]),
                "c2": second + [pod, AmbientManifest.slice("example", ["20.0.0.1"])],
            ],
            semantics: semantics
        )
    }

    @Test(
        "EG-T8: only gateways of a reachable address family are used",
        arguments: [("1.1.1.1", "2.2.2.2:15008"), ("2001:db8::1", "[2001:db8:2::1]:15008")]
    )
    func families(address: String, expected: String) throws {
        let ports = [80, 15_008]
        let bench = try pair(
            gateways: [AmbientManifest.gateway("network2", ["2.2.2.2", "2001:db8:2::1"], ports: ports)]
        )
        let hosts = try bench.hosts(Self.name, for: bench.proxy("waypoint", network: "network1", address: address))
        #expect(hosts.dropFirst().map { $0.prefix { $0 != " " } } == ["inner_connect_originate/\(expected)"])
    }

    @Test("EG-N12: behind HBONE gateways endpoints need no mTLS, but for sidecars they do")
    func withoutMutualTLS() throws {
        let bench = try pair(gateways: [AmbientManifest.gateway("network2", ["2.2.2.2"], ports: [80, 15_008])])
        #expect(
            try bench.hosts(Self.name, for: bench.proxy("waypoint", network: "network1")) == [
                "10.0.0.1:8080 x1 tlsMode=istio", Self.gateway("2.2.2.2", 1),
            ]
        )
        #expect(
            try bench.hosts(Self.name, for: bench.proxy(network: "network1")) == ["10.0.0.1:8080 x1 tlsMode=istio"]
        )
    }

    @Test("EG-A5: a sidecar cannot reach a tunnelled endpoint of another network through a gateway")
    func tunnelledRemote() throws {
        let labels = ["networking.istio.io/tunnel": "http"]
        let bench = try pair(
            gateways: [AmbientManifest.gateway("network2", ["2.2.2.2"], ports: [80, 15_008])],
            labels: labels
        )
        #expect(
            try bench.hosts(Self.name, for: bench.proxy(network: "network1")) == ["10.0.0.1:8080 x1 tlsMode=istio"]
        )
        // In its own network it is tunnelled to.
        #expect(
            try bench.hosts(Self.name, for: bench.proxy(network: "network2")) == [
                "connect_originate/20.0.0.1:8080 x1 local=20.0.0.1:8080 tunnel=http"
            ]
        )
    }

    @Test("EG-A7: a gateway for HBONE has exactly this encoding, and no own socket for inbound-vip")
    func shape() throws {
        let bench = try pair(gateways: [AmbientManifest.gateway("network2", ["2.2.2.2"], ports: [80, 15_008])])
        let proxy = bench.proxy("waypoint", network: "network1")
        func text(_ socket: String) -> String {
            """
            {"endpoint":{"address":{"envoyInternalAddress":{"endpointId":"2.2.2.2:15008",\
            "serverListenerName":"inner_connect_originate"}}},"loadBalancingWeight":1,\
            "metadata":{"filterMetadata":{"envoy.filters.listener.original_dst":{"local":"2.2.2.2:15008"},\(socket)\
            "istio":{"double_hbone":{"hbone_target_address":"example.ns.svc.cluster.local:80"},\
            "workload":";;;;c2"}}}}
            """
        }
        let outbound = try bench.json(Self.name, for: proxy)
        #expect(outbound.contains(text("\"envoy.transport_socket_match\":{\"tunnel\":\"http\"},")))
        let inbound = try bench.json("inbound-vip|80|http|example.ns.svc.cluster.local", for: proxy)
        #expect(inbound.contains(text("")))
    }

    @Test("EG-A8, EG-N1: without gateways a waypoint is limited to its network, and a sidecar is not")
    func noGateways() throws {
        for semantics in [TranslationSemantics.istio130, .standard] {
            let bench = try pair(gateways: [], semantics: semantics)
            #expect(
                try bench.hosts(Self.name, for: bench.proxy("waypoint", network: "network1")) == [
                    "10.0.0.1:8080 x1 tlsMode=istio"
                ]
            )
            #expect(
                try bench.hosts(Self.name, for: bench.proxy(network: "network1")) == [
                    "10.0.0.1:8080 x1 tlsMode=istio", "20.0.0.1:8080 x1",
                ]
            )
        }
    }

    @Test("EG-A9: sidecars do not get gateways with a port for HBONE only")
    func hboneOnly() throws {
        let bench = try pair(
            gateways: [AmbientManifest.gateway("network2", ["2.2.2.2"], ports: [15_008])],
            labels: ["security.istio.io/tlsMode": "istio"]
        )
        #expect(
            try bench.hosts(Self.name, for: bench.proxy(network: "network1")) == ["10.0.0.1:8080 x1 tlsMode=istio"]
        )
        #expect(
            try bench.hosts(Self.name, for: bench.proxy("waypoint", network: "network1")) == [
                "10.0.0.1:8080 x1 tlsMode=istio", Self.gateway("2.2.2.2", 1),
            ]
        )
    }

    @Test("The standard rules count a gateway once if a Service and a Gateway both have its HBONE port")
    func sameGatewayTwice() throws {
        let resource = """
            apiVersion: gateway.networking.k8s.io/v1
            kind: Gateway
            metadata: {name: east-west, namespace: istio-system, labels: {topology.istio.io/network: network2}}
            spec:
              gatewayClassName: istio-east-west
              addresses: [{value: 2.2.2.2}]
              listeners: [{name: mesh, port: 15008, protocol: HBONE}]
            """
        let service = AmbientManifest.gateway("network2", ["2.2.2.2"], ports: [80, 15_008])
        let bench = try pair(
            gateways: [service, resource],
            labels: ["networking.istio.io/tunnel": "http"],
            semantics: .standard
        )
        #expect(
            try bench.hosts(Self.name, for: bench.proxy("waypoint", network: "network1")) == [
                "10.0.0.1:8080 x1 tlsMode=istio", Self.gateway("2.2.2.2", 1),
            ]
        )
    }

    @Test("EG-M9: cluster names for SNI routing have no gateways for HBONE")
    func sniRouted() throws {
        let bench = try pair(
            gateways: [AmbientManifest.gateway("network2", ["2.2.2.2"], ports: [80, 15_008])],
            labels: ["security.istio.io/tlsMode": "istio"]
        )
        let hosts = try bench.hosts(
            "outbound_.80_._.example.ns.svc.cluster.local",
            for: bench.proxy("waypoint", network: "network1")
        )
        #expect(hosts == ["10.0.0.1:8080 x1 tlsMode=istio"])
    }

    @Test("The standard rules distinguish a tunnel's end from a gateway of the same address")
    func sameAddress() throws {
        func bench(
            _ address: String,
            _ port: Int,
            _ labels: [String: String],
            isTunnelled: Bool = false
        ) throws -> AmbientBench {
            let own = [
                AmbientManifest.namespace("istio-system", labels: ["topology.istio.io/network": "network1"]),
                AmbientManifest.service("example", labels: ["istio.io/global": "true"]),
                AmbientManifest.slice("example", [address], port: "{name: http, port: \(port)}"),
                AmbientManifest.pod("example-0", address, labels: labels),
            ]
            let gateway = AmbientManifest.gateway("network2", ["2.2.2.2"], ports: [80, 15_008])
            let remote = Self.cluster("network2", ["20.0.0.1"], [gateway]).map {
                isTunnelled
                    ? $0.replacing("security.istio.io/tlsMode\": \"istio", with: "networking.istio.io/tunnel\": \"http")
                    : $0
            }
            return try AmbientBench(
                ["c1": own, "c2": remote],
                semantics: .standard
            )
        }
        let sidecar = try bench("2.2.2.2", 80, ["networking.istio.io/tunnel": "http"])
        #expect(
            try sidecar.hosts(Self.name, for: sidecar.proxy(network: "network1")) == [
                "connect_originate/2.2.2.2:80 x1 local=2.2.2.2:80 tunnel=http", "2.2.2.2:80 x1 tlsMode=istio",
            ]
        )
        let waypoint = try bench("2.2.2.2", 15_008, [:], isTunnelled: true)
        #expect(
            try waypoint.hosts(Self.name, for: waypoint.proxy("waypoint", network: "network1")) == [
                "2.2.2.2:15008 x1", Self.gateway("2.2.2.2", 1),
            ]
        )
    }
}

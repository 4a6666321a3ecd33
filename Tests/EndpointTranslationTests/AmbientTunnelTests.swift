import EndpointTranslation
import MeshModel
import Testing

@Suite("HBONE tunnels to endpoints")
struct AmbientTunnelTests {
    private static let name = "outbound|80||web.ns.svc.cluster.local"

    /// Returns a bench with one endpoint at 1.1.1.2, of a pod with these labels and annotations.
    private func bench(
        labels: [String: String] = [:],
        annotations: [String: String] = [:],
        semantics: TranslationSemantics = .istio130,
        features: MeshFeatures = MeshFeatures(ambient: .multiNetwork)
    ) throws -> AmbientBench {
        try AmbientBench(
            [
                "c1": [
                    AmbientManifest.service("web"),
                    AmbientManifest.slice("web", ["1.1.1.2"]),
                    AmbientManifest.pod("web-0", "1.1.1.2", labels: labels, annotations: annotations),
                ]
            ],
            semantics: semantics,
            features: features
        )
    }

    private static let tunnelled = "connect_originate/1.1.1.2:8080 x1 local=1.1.1.2:8080 tunnel=http"
    private static let direct = "1.1.1.2:8080 x1"

    @Test(
        "EG-A1: waypoints, workloads with the label and captured workloads accept tunnels",
        arguments: [
            (["gateway.istio.io/managed": "istio.io-mesh-controller"], [:], true),
            (["gateway.istio.io/managed": "istio.io-gateway-controller"], [:], false),
            (["networking.istio.io/tunnel": "http"], [:], true),
            (["networking.istio.io/tunnel": "other,http"], [:], true),
            (["networking.istio.io/tunnel": "https"], [:], false),
            ([:], ["ambient.istio.io/redirection": "enabled"], true),
            (["ambient.istio.io/redirection": "enabled"], [:], false),
            ([:], ["ambient.istio.io/redirection": "disabled"], false),
            ([:], [:], false),
        ] as [([String: String], [String: String], Bool)]
    )
    func capability(labels: [String: String], annotations: [String: String], isTunnelled: Bool) throws {
        for semantics in [TranslationSemantics.istio130, .standard] {
            let bench = try bench(labels: labels, annotations: annotations, semantics: semantics)
            let hosts = try bench.hosts(Self.name, for: bench.proxy())
            #expect(hosts == [isTunnelled ? Self.tunnelled : Self.direct])
        }
    }

    @Test("EG-A1: without ambient mode nothing is tunnelled")
    func off() throws {
        let bench = try bench(labels: ["networking.istio.io/tunnel": "http"], features: MeshFeatures())
        #expect(try bench.hosts(Self.name, for: bench.proxy()) == [Self.direct])
    }

    @Test("EG-A1: a WorkloadEntry accepts tunnels if it is captured")
    func workloadEntries() throws {
        func entry(_ name: String, _ address: String, _ annotation: String) -> String {
            """
            apiVersion: networking.istio.io/v1
            kind: WorkloadEntry
            metadata: {name: \(name), namespace: ns, annotations: {ambient.istio.io/redirection: \(annotation)}}
            spec: {address: \(address), labels: {app: web}}
            """
        }
        let service = AmbientManifest.service("web", fields: "selector: {app: web}")
        let bench = try AmbientBench(["c1": [service, entry("a", "1.1.1.1", "enabled"), entry("b", "1.1.1.3", "no")]])
        #expect(
            try bench.hosts(Self.name, for: bench.proxy()) == [
                "connect_originate/1.1.1.1:8080 x1 local=1.1.1.1:8080 tunnel=http", "1.1.1.3:8080 x1",
            ]
        )
    }

    @Test(
        "EG-A2: mTLS has precedence over a tunnel except behind a waypoint, where its mode stays (EG-A5)",
        arguments: [
            ("outbound|80||web.ns.svc.cluster.local", "1.1.1.2:8080 x1 tlsMode=istio"),
            (
                "inbound-vip|80|http|web.ns.svc.cluster.local",
                "connect_originate/1.1.1.2:8080 x1 local=1.1.1.2:8080 tlsMode=istio"
            ),
        ]
    )
    func mutualTLS(name: String, expected: String) throws {
        let bench = try bench(labels: ["networking.istio.io/tunnel": "http", "security.istio.io/tlsMode": "istio"])
        #expect(try bench.hosts(name, for: bench.proxy("waypoint")) == [expected])
    }

    @Test(
        "EG-A1, EG-A2: proxies that do not send HBONE get no tunnels",
        arguments: [("DISABLE_HBONE_SEND", "true"), ("GENERATOR", "grpc")]
    )
    func senders(key: String, value: String) throws {
        let bench = try bench(labels: ["networking.istio.io/tunnel": "http"])
        #expect(try bench.hosts(Self.name, for: bench.proxy(metadata: [key: value])) == [Self.direct])
        #expect(try bench.hosts(Self.name, for: bench.proxy(metadata: [key: "other"])) == [Self.tunnelled])
    }

    @Test("EG-A3: an east-west gateway forwards the inner tunnel")
    func eastWest() throws {
        let bench = try bench(labels: ["networking.istio.io/tunnel": "http"])
        let managed = ["gateway.istio.io/managed": "istio.io-eastwest-controller"]
        let name = "inbound-vip|80|tcp|web.ns.svc.cluster.local"
        let gateway = try bench.hosts(name, for: bench.proxy("waypoint", labels: managed))
        #expect(gateway == ["forward_inner_connect/1.1.1.2:8080 x1 local=1.1.1.2:8080"])
        let waypoint = try bench.hosts(name, for: bench.proxy("waypoint"))
        #expect(waypoint == ["connect_originate/1.1.1.2:8080 x1 local=1.1.1.2:8080"])
    }

    @Test("EG-A3, EG-A4: IPv6 addresses are in brackets")
    func brackets() throws {
        let bench = try AmbientBench([
            "c1": [
                AmbientManifest.service("web"), AmbientManifest.slice("web", ["2001:20::2"]),
                AmbientManifest.pod("web-0", "2001:20::2", labels: ["networking.istio.io/tunnel": "http"]),
            ]
        ])
        #expect(
            try bench.hosts(Self.name, for: bench.proxy()) == [
                "connect_originate/[2001:20::2]:8080 x1 local=[2001:20::2]:8080 tunnel=http"
            ]
        )
    }

    @Test("EG-A3 to EG-A5: a tunnelled endpoint has exactly this encoding")
    func shape() throws {
        let bench = try bench(labels: ["networking.istio.io/tunnel": "http"])
        let text = try bench.json(Self.name, for: bench.proxy())
        let endpoint = """
            {"endpoint":{"address":{"envoyInternalAddress":{"endpointId":"1.1.1.2:8080",\
            "serverListenerName":"connect_originate"}}},"healthStatus":"HEALTHY","loadBalancingWeight":1,\
            "metadata":{"filterMetadata":{"envoy.filters.listener.original_dst":{"local":"1.1.1.2:8080"},\
            "envoy.transport_socket_match":{"tunnel":"http"},"istio":{"workload":"web-0;ns;web-0;;c1"}}}}
            """
        #expect(text.contains(endpoint))
    }

    @Test("EG-A5, EG-M9: cluster names for SNI routing have no tunnelled endpoints")
    func sniRouted() throws {
        let bench = try bench(labels: ["networking.istio.io/tunnel": "http"])
        #expect(try bench.hosts("outbound_.80_._.web.ns.svc.cluster.local", for: bench.proxy("router")) == [])
    }

    @Test(
        "EG-C6: the protocol before a waypoint's subset is not part of it",
        arguments: [
            ("inbound-vip|80|http/v1|web.ns.svc.cluster.local", ["1.1.1.2:8080 x1"]),
            ("inbound-vip|80|tcp/v2|web.ns.svc.cluster.local", []),
            ("inbound-vip|80|http|web.ns.svc.cluster.local", ["1.1.1.2:8080 x1"]),
            ("outbound|80|http/v2|web.ns.svc.cluster.local", ["1.1.1.2:8080 x1"]),
        ]
    )
    func subsets(name: String, expected: [String]) throws {
        let rule = """
            apiVersion: networking.istio.io/v1
            kind: DestinationRule
            metadata: {name: web, namespace: ns}
            spec: {host: web, subsets: [{name: v1, labels: {version: v1}}, {name: v2, labels: {version: v2}}]}
            """
        let bench = try AmbientBench([
            "c1": [
                AmbientManifest.service("web"), AmbientManifest.slice("web", ["1.1.1.2"]),
                AmbientManifest.pod("web-0", "1.1.1.2", labels: ["version": "v1"]), rule,
            ]
        ])
        #expect(try bench.hosts(name, for: bench.proxy("waypoint")) == expected)
    }

    @Test("NI-24: under the reference's rules a captured address is known under its cluster's own network only")
    func secondAccount() throws {
        let objects = [
            AmbientManifest.namespace("istio-system", labels: ["topology.istio.io/network": "n1"]),
            AmbientManifest.service("web"), AmbientManifest.slice("web", ["1.1.1.2", "1.1.1.3"]),
            AmbientManifest.pod(
                "web-0",
                "1.1.1.2",
                labels: ["topology.istio.io/network": "n2"],
                annotations: ["ambient.istio.io/redirection": "enabled"]
            ),
            AmbientManifest.pod("web-1", "1.1.1.3", annotations: ["ambient.istio.io/redirection": "enabled"]),
        ]
        let reference = try AmbientBench(["c1": objects])
        let proxy = reference.proxy()
        let second = "connect_originate/1.1.1.3:8080 x1 local=1.1.1.3:8080 tunnel=http"
        #expect(try reference.hosts(Self.name, for: proxy) == [Self.direct, second])
        let standard = try AmbientBench(["c1": objects], semantics: .standard)
        #expect(try standard.hosts(Self.name, for: proxy) == [Self.tunnelled, second])
    }

    @Test("The cache key contains all properties of the proxy that decide on tunnels")
    func cacheKey() throws {
        let bench = try bench(labels: ["networking.istio.io/tunnel": "http"])
        let proxies = [
            bench.proxy(), bench.proxy(metadata: ["DISABLE_HBONE_SEND": "true"]), bench.proxy("waypoint"),
            bench.proxy("waypoint", labels: ["gateway.istio.io/managed": "istio.io-eastwest-controller"]),
        ]
        let keys = proxies.map { proxy in
            var view = RecordingProxyView(proxy)
            _ = EndpointTranslator(bench.snapshot).translate(Self.name, for: &view)
            return ProxyViewKey(proxy, read: view.reading)
        }
        #expect(Set(keys).count == proxies.count)
    }

    @Test("A Unix socket cannot be the end of a tunnel")
    func unixSocket() throws {
        let entry = """
            apiVersion: networking.istio.io/v1
            kind: ServiceEntry
            metadata: {name: socket, namespace: ns}
            spec:
              hosts: [socket.example]
              resolution: STATIC
              ports: [{name: http, number: 80, protocol: HTTP}]
              endpoints: [{address: "unix:///run/a.sock", labels: {networking.istio.io/tunnel: http}}]
            """
        let bench = try AmbientBench(["c1": [entry]])
        let json = try bench.json("outbound|80||socket.example", for: bench.proxy())
        #expect(json.contains("{\"pipe\":{\"path\":\"/run/a.sock\"}}"))
        #expect(!json.contains("tunnel"))
    }

    /// Returns a Service with one captured pod, and the system namespace of a cluster of a network.
    private static func captured(_ network: String?, _ address: String, phase: String = "Running") -> [String] {
        let labels = network.map { ["topology.istio.io/network": $0] }
        let system = labels.map { [AmbientManifest.namespace("istio-system", labels: $0)] } ?? []
        let mark = ["ambient.istio.io/redirection": "enabled"]
        let pod = AmbientManifest.pod("web-0", address, annotations: mark)
        return system + [
            AmbientManifest.service("web", labels: ["istio.io/global": "true"]),
            AmbientManifest.slice("web", [address]), pod.replacing("phase: Running", with: "phase: \(phase)"),
        ]
    }

    @Test(
        "NI-116, NI-117: istiod's index has workloads of its own network, in single mode those of its own cluster",
        arguments: [
            (AmbientMode.multiNetwork, "n1", "n2", false), (.multiNetwork, "n1", "n1", true),
            (.multiNetwork, nil, nil, false), (.single, "n1", "n1", false), (.single, nil, nil, false),
        ] as [(AmbientMode, String?, String?, Bool)]
    )
    func index(mode: AmbientMode, own: String?, other: String?, isKnown: Bool) throws {
        let mesh = ["c1": Self.captured(own, "10.0.0.1"), "c2": Self.captured(other, "10.0.0.2")]
        let tunnelled = ["10.0.0.1", "10.0.0.2"].map { "connect_originate/\($0):8080 x1 local=\($0):8080 tunnel=http" }
        for semantics in [TranslationSemantics.istio130, .standard] {
            let bench = try AmbientBench(mesh, semantics: semantics, features: MeshFeatures(ambient: mode))
            let isTunnelled = isKnown || semantics == .standard
            let there = try bench.hosts(Self.name, for: bench.proxy(network: other ?? "", cluster: "c2"))
            #expect(there.contains(isTunnelled ? tunnelled[1] : "10.0.0.2:8080 x1"), "\(semantics.name)")
            let here = try bench.hosts(Self.name, for: bench.proxy(network: own ?? "", cluster: "c1"))
            #expect(here.contains(tunnelled[0]))
        }
    }

    @Test("NI-116: pods that have ended are not in the index", arguments: ["Failed", "Succeeded"])
    func ended(phase: String) throws {
        let bench = try AmbientBench(["c1": Self.captured("n1", "10.0.0.1", phase: phase)])
        #expect(try bench.hosts(Self.name, for: bench.proxy()) == ["10.0.0.1:8080 x1"])
    }

    @Test("NI-116: the annotation of a ServiceEntry captures its endpoints, each in the last network that was named")
    func capturedEntry() throws {
        let entry = """
            apiVersion: networking.istio.io/v1
            kind: ServiceEntry
            metadata: {name: web, namespace: ns, annotations: {ambient.istio.io/redirection: enabled}}
            spec:
              hosts: [web.example]
              resolution: STATIC
              ports: [{name: http, number: 80, protocol: HTTP}]
              endpoints: [{address: 10.0.0.1}, {address: 10.0.0.2, network: n2}, {address: 10.0.0.3}]
            """
        let first = "connect_originate/10.0.0.1:80 x1 local=10.0.0.1:80 tunnel=http"
        let unlabelled = try AmbientBench(["c1": [entry]])
        #expect(
            try unlabelled.hosts("outbound|80||web.example", for: unlabelled.proxy(cluster: "c1"))
                == [first, "10.0.0.2:80 x1", "10.0.0.3:80 x1"]
        )
        // Endpoints without a network are in none, the index has them in that of the control plane.
        let system = AmbientManifest.namespace("istio-system", labels: ["topology.istio.io/network": "n1"])
        let labelled = try AmbientBench(["c1": [system, entry]])
        #expect(
            try labelled.hosts("outbound|80||web.example", for: labelled.proxy(network: "n1", cluster: "c1"))
                == ["10.0.0.1:80 x1", "10.0.0.2:80 x1", "10.0.0.3:80 x1"]
        )
    }
}

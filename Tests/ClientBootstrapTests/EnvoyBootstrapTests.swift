import ClientBootstrap
import EndpointTranslation
import MeshExplanation
import MeshModel
import MeshSources
import NetworkInference
import Testing
import TextFormats
import TranslationTestSupport

@Suite("Bootstraps of Envoys")
struct EnvoyBootstrapTests {
    private static let web = "outbound|80||web.shop.svc.cluster.local"
    private static let node = EnvoyNode.sidecar("10.1.9.1", network: "east", cluster: "east")

    /// Returns a cluster for `web`, with a policy of its DestinationRule.
    private func cluster(
        _ policy: String = "",
        semantics: TranslationSemantics = .standard,
        service: String = Manifest.service("web")
    ) throws -> BootstrapCluster {
        var objects = [Manifest.namespace("istio-system", network: "east"), service]
        objects += Manifest.workload("web", ips: ["10.1.0.1", "10.1.0.2"])
        if !policy.isEmpty {
            objects.append(Manifest.destinationRule("web", host: "web", "trafficPolicy: {\(policy)}"))
        }
        let mesh = TestMesh(clusters: ["east": objects])
        let directory = try MeshDirectoryReader().read(
            files: mesh.files.map { SourceFile(path: $0.key, text: $0.value) },
            displayName: "mesh"
        )
        let conclusions = try MeshConclusions(directory, by: MeshInference(semantics: semantics))
        let proxy = ProxyInference(conclusions.snapshot).proxy(for: Self.node)
        let configured = MeshExplainer(conclusions).outline(Self.web, for: proxy).trace.cluster
        return BootstrapCluster(Self.web, configured, encoding: conclusions.snapshot.semantics.shareEncoding)
    }

    private func bootstrap(
        _ cluster: BootstrapCluster,
        delivery: BootstrapDelivery = .aggregated,
        server: ManagementServer = ManagementServer(.address("127.0.0.1", port: 18_000)),
        listeners: BootstrapListeners = .free,
        upstreamTLS: TLSFiles? = nil
    ) -> JSONValue {
        EnvoyBootstrap(
            node: Self.node,
            server: server,
            delivery: delivery,
            clusters: [cluster],
            listeners: listeners,
            upstreamTLS: upstreamTLS
        ).json
    }

    /// Returns the members of the first cluster as texts.
    private func described(_ policy: String = "", _ semantics: TranslationSemantics = .standard) throws -> JSONValue {
        let document = bootstrap(try cluster(policy, semantics: semantics))
        return try #require(document["static_resources"]?["clusters"]?.first)
    }

    @Test(
        "Each policy of a DestinationRule is that of the cluster",
        arguments: [
            ("simple: ROUND_ROBIN", "ROUND_ROBIN"), ("simple: LEAST_REQUEST", "LEAST_REQUEST"),
            ("simple: RANDOM", "RANDOM"), ("consistentHash: {useSourceIp: true}", "RING_HASH"),
            ("consistentHash: {maglev: {}, useSourceIp: true}", "MAGLEV"),
        ]
    )
    func policies(balancer: String, policy: String) throws {
        #expect(try described("loadBalancer: {\(balancer)}")["lb_policy"] == .string(policy))
    }

    @Test("Without a DestinationRule the policy is istiod's default, with localities weighed for their shares")
    func defaults() throws {
        let standard = try described()
        #expect(standard["lb_policy"] == .string("LEAST_REQUEST"))
        #expect(standard["common_lb_config"]?.text() == #"{"locality_weighted_lb_config":{}}"#)
        #expect(try described("", .istio130)["common_lb_config"] == nil)
    }

    @Test(
        "Localities are weighed where the policy does not keep weights of endpoints",
        arguments: [
            ("simple: ROUND_ROBIN", false), ("simple: LEAST_REQUEST", true), ("simple: RANDOM", true),
            ("consistentHash: {useSourceIp: true}", false),
        ]
    )
    func localityWeights(balancer: String, isWeighed: Bool) throws {
        let found = try cluster("loadBalancer: {\(balancer)}")
        #expect(found.weighsLocalities == isWeighed)
        #expect(found.addsLocalityWeights == isWeighed)
        #expect(try !cluster("loadBalancer: {\(balancer)}", semantics: .istio130).weighsLocalities)
    }

    @Test("Ring and table sizes and slow start are those of the rule")
    func sizes() throws {
        let ring = try described("loadBalancer: {consistentHash: {httpHeaderName: x-user, minimumRingSize: 4096}}")
        #expect(ring["ring_hash_lb_config"]?.text() == #"{"minimum_ring_size":4096}"#)
        let table = try described("loadBalancer: {consistentHash: {httpHeaderName: x, maglev: {tableSize: 101}}}")
        #expect(table["maglev_lb_config"]?.text() == #"{"table_size":101}"#)
        let start = try described(
            "loadBalancer: {simple: ROUND_ROBIN, warmup: {duration: 1m30s, aggression: 2, minimumPercent: 5}}"
        )
        #expect(
            start["round_robin_lb_config"]?.text()
                == #"{"slow_start_config":{"slow_start_window":"90s","aggression":{"default_value":2,"#
                + #""runtime_key":"eds_translator.slow_start.aggression"},"min_weight_percent":{"value":5}}}"#
        )
    }

    @Test("Outlier detection has the fields that istiod sets, and the panic threshold of its percentage")
    func outliers() throws {
        let detection = """
            outlierDetection: {consecutive5xxErrors: 7, consecutiveGatewayErrors: 0, interval: 500ms, \
            baseEjectionTime: 1.5m, maxEjectionPercent: 40, splitExternalLocalOriginErrors: true, \
            consecutiveLocalOriginFailures: 3, minHealthPercent: 25}
            """
        let found = try described(detection, .istio130)
        #expect(
            found["outlier_detection"]?.text()
                == #"{"consecutive_5xx":7,"enforcing_consecutive_5xx":100,"interval":"0.5s","base_ejection_time":"90s","#
                + #""max_ejection_percent":40,"enforcing_success_rate":0,"consecutive_gateway_failure":0,"#
                + #""enforcing_consecutive_gateway_failure":0,"split_external_local_origin_errors":true,"#
                + #""consecutive_local_origin_failure":3,"enforcing_consecutive_local_origin_failure":100,"#
                + #""enforcing_local_origin_success_rate":0}"#
        )
        #expect(found["common_lb_config"]?.text() == #"{"healthy_panic_threshold":{"value":25}}"#)
        let plain = try described("outlierDetection: {consecutive5xxErrors: 5}", .istio130)
        #expect(plain["common_lb_config"]?.text() == #"{"healthy_panic_threshold":{"value":0}}"#)
    }

    @Test(
        "The hash key of a rule is that of the route",
        arguments: [
            ("httpHeaderName: x-user", #"{"header":{"header_name":"x-user"}}"#),
            ("httpCookie: {name: user, path: /p, ttl: 0s}", #"{"cookie":{"name":"user","ttl":"0s","path":"/p"}}"#),
            ("useSourceIp: true", #"{"connection_properties":{"source_ip":true}}"#),
            ("httpQueryParameterName: user", #"{"query_parameter":{"name":"user"}}"#),
        ]
    )
    func hashKeys(key: String, policy: String) throws {
        let text = bootstrap(try cluster("loadBalancer: {consistentHash: {\(key)}}")).text()
        #expect(text.contains(#""hash_policy":[\#(policy)]"#))
    }

    @Test("HTTP ports get a connection manager and an HTTP version, other ports a TCP proxy")
    func protocols() throws {
        let http = bootstrap(try cluster("connectionPool: {http: {h2UpgradePolicy: UPGRADE}}")).text()
        #expect(http.contains("http2_protocol_options") && http.contains("v3.HttpConnectionManager"))
        let service = Manifest.service("web").replacing("name: http, port", with: "name: tcp, port")
        let tcp = bootstrap(try cluster(service: service), delivery: .rest).text()
        #expect(tcp.contains("v3.TcpProxy") && !tcp.contains("v3.HttpConnectionManager"))
    }

    @Test("PASSTHROUGH asks for no endpoints and has no listener")
    func passthrough() throws {
        let text = bootstrap(try cluster("loadBalancer: {simple: PASSTHROUGH}")).text()
        #expect(text.contains(#""type":"ORIGINAL_DST","connect_timeout":"10s","lb_policy":"CLUSTER_PROVIDED""#))
        #expect(!text.contains("eds_cluster_config") && !text.contains("listeners"))
    }

    @Test("Listeners are on free ports, on consecutive ones, or absent")
    func listeners() throws {
        let cluster = try cluster()
        func ports(_ listeners: BootstrapListeners) -> [String] {
            let document = EnvoyBootstrap(
                node: Self.node,
                server: ManagementServer(.address("127.0.0.1", port: 1)),
                delivery: .aggregated,
                clusters: [cluster, BootstrapCluster("other", nil, encoding: .auto)],
                listeners: listeners
            ).json
            return (document["static_resources"]?["listeners"]?.elements ?? []).compactMap {
                $0["address"]?["socket_address"]?["port_value"]?.text()
            }
        }
        #expect(ports(.none) == [])
        #expect(ports(.free) == ["0", "0"])
        #expect(ports(.ports(first: 20_000)) == ["20000", "20001"])
    }

    @Test("Endpoints that are marked for mutual TLS get it, with the name by which gateways choose")
    func upstreamTLS() throws {
        let text = bootstrap(try cluster(), upstreamTLS: TLSFiles(authorities: "ca.pem")).text()
        #expect(text.contains(#""match":{"tlsMode":"istio"}"#))
        #expect(text.contains(#""sni":"outbound_.80_._.web.shop.svc.cluster.local""#))
        #expect(text.contains(#""trusted_ca":{"filename":"ca.pem"}"#))
    }

    @Test("The same input gives the same bytes, as JSON and as YAML")
    func bytes() throws {
        let first = bootstrap(try cluster())
        let second = bootstrap(try cluster())
        #expect(first.text(pretty: true) == second.text(pretty: true))
        #expect(first.yaml == second.yaml)
    }
}

extension JSONValue {
    /// The elements of a list; empty for anything else.
    var elements: [JSONValue] {
        if case .array(let elements) = self { elements } else { [] }
    }

    var first: JSONValue? { elements.first }
}

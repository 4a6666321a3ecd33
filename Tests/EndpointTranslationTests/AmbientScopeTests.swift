import MeshModel
import Testing

@Suite("Scope of services in ambient mode (EG-E13, NI-114)")
struct AmbientScopeTests {
    private static let name = "outbound|80||web.ns.svc.cluster.local"
    private static let both = ["10.0.0.1:8080 x1", "10.0.0.2:8080 x1"]

    private func bench(
        service: [String: String] = [:],
        namespace: [String: String] = [:],
        meshConfig: String = "",
        features: MeshFeatures = MeshFeatures(ambient: .multiNetwork)
    ) throws -> AmbientBench {
        func objects(_ address: String) -> [String] {
            [
                AmbientManifest.namespace("ns", labels: namespace), AmbientManifest.service("web", labels: service),
                AmbientManifest.slice("web", [address]),
            ]
        }
        return try AmbientBench(
            ["c1": objects("10.0.0.1"), "c2": objects("10.0.0.2")],
            meshConfig: meshConfig,
            features: features
        )
    }

    @Test(
        "Only endpoints of the proxy's cluster are sent, unless the service is global",
        arguments: ["sidecar", "waypoint", "router"]
    )
    func byLabel(kind: String) throws {
        let local = try bench()
        #expect(try local.hosts(Self.name, for: local.proxy(kind, cluster: "c2")) == [Self.both[1]])
        let labelled = try bench(service: ["istio.io/global": "true"])
        #expect(try labelled.hosts(Self.name, for: labelled.proxy(kind, cluster: "c2")) == [Self.both[1]])
        let global = try bench(service: ["istio.io/global": "true"], meshConfig: AmbientBench.globalScopes)
        #expect(try global.hosts(Self.name, for: global.proxy(kind, cluster: "c2")) == Self.both)
        let off = try bench(features: MeshFeatures())
        #expect(try off.hosts(Self.name, for: off.proxy(kind, cluster: "c2")) == Self.both)
    }

    @Test(
        "The first matching entry of MeshConfig decides whether a service is global",
        arguments: [
            ("[]", [:], [:], false), ("[]", ["istio.io/global": "true"], [:], false),
            ("[{scope: GLOBAL}]", [:], [:], true), ("[{scope: LOCAL}, {scope: GLOBAL}]", [:], [:], true),
            ("[{servicesSelector: {matchLabels: {a: b}}, scope: GLOBAL}]", ["a": "b"], [:], true),
            ("[{servicesSelector: {matchLabels: {a: b}}, scope: GLOBAL}]", ["a": "c"], [:], false),
            (
                "[{namespaceSelector: {matchExpressions: [{key: a, operator: Exists}]}, scope: GLOBAL}]", [:],
                ["a": ""], true
            ),
            (
                "[{namespaceSelector: {matchExpressions: [{key: a, operator: Exists}]}, scope: GLOBAL}]", ["a": ""],
                [:], false
            ),
            (
                "[{servicesSelector: {matchExpressions: [{key: a, operator: NotIn, values: [x]}]}, scope: GLOBAL}]",
                [:],
                [:], true
            ),
            (
                "[{servicesSelector: {matchExpressions: [{key: a, operator: DoesNotExist}]}, scope: GLOBAL}]",
                ["a": ""], [:], false
            ),
        ] as [(String, [String: String], [String: String], Bool)]
    )
    func byMeshConfig(
        scopes: String,
        service: [String: String],
        namespace: [String: String],
        isGlobal: Bool
    ) throws {
        let bench = try bench(service: service, namespace: namespace, meshConfig: "serviceScopeConfigs: \(scopes)")
        let hosts = try bench.hosts(Self.name, for: bench.proxy(cluster: "c1"))
        #expect(hosts == (isGlobal ? Self.both : [Self.both[0]]))
    }

    @Test("NI-115: a Service that is not global and that only another cluster has is not limited by scope")
    func onlyRemote() throws {
        let remote = [AmbientManifest.service("web"), AmbientManifest.slice("web", ["10.0.0.2"])]
        for semantics in [TranslationSemantics.istio130, .standard] {
            let bench = try AmbientBench(["c1": [], "c2": remote], semantics: semantics)
            #expect(try bench.hosts(Self.name, for: bench.proxy(cluster: "c1")) == [Self.both[1]])
        }
    }

    @Test("NI-114: a ServiceEntry has local scope in multi-network mode only")
    func serviceEntry() throws {
        let entry = """
            apiVersion: networking.istio.io/v1
            kind: ServiceEntry
            metadata: {name: web, namespace: ns}
            spec:
              hosts: [web.example]
              resolution: STATIC
              ports: [{name: http, number: 80, protocol: HTTP}]
              endpoints: [{address: 10.0.0.1}]
            """
        let bench = try AmbientBench(["c1": [entry], "c2": []])
        let name = "outbound|80||web.example"
        #expect(try bench.hosts(name, for: bench.proxy(cluster: "c1")) == ["10.0.0.1:80 x1"])
        #expect(try bench.hosts(name, for: bench.proxy(cluster: "c2")) == [])
        let single = try AmbientBench(["c1": [entry], "c2": []], features: MeshFeatures(ambient: .single))
        #expect(try single.hosts(name, for: single.proxy(cluster: "c2")) == ["10.0.0.1:80 x1"])
    }

    @Test("NI-114: a Service of an unknown namespace is not global")
    func unknownNamespace() throws {
        let service = AmbientManifest.service("web", namespace: "other")
        let objects = { (address: String) in [service, AmbientManifest.slice("web", [address], namespace: "other")] }
        let bench = try AmbientBench(
            ["c1": objects("10.0.0.1"), "c2": objects("10.0.0.2")],
            meshConfig: "serviceScopeConfigs: [{scope: GLOBAL}]"
        )
        let hosts = try bench.hosts("outbound|80||web.other.svc.cluster.local", for: bench.proxy(cluster: "c1"))
        #expect(hosts == [Self.both[0]])
    }
}

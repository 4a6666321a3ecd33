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
        let global = try bench(service: ["istio.io/global": "true"])
        #expect(try global.hosts(Self.name, for: global.proxy(kind, cluster: "c2")) == Self.both)
        let off = try bench(features: MeshFeatures())
        #expect(try off.hosts(Self.name, for: off.proxy(kind, cluster: "c2")) == Self.both)
    }

    @Test(
        "The first matching entry of MeshConfig decides whether a service is global",
        arguments: [
            ("[]", [:], [:], false), ("[]", ["istio.io/global": "true"], [:], false),
            ("[{scope: GLOBAL}]", [:], [:], true), ("[{scope: LOCAL}, {scope: GLOBAL}]", [:], [:], false),
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
}

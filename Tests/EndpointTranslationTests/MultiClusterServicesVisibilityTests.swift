import EndpointTranslation
import MeshModel
import Testing

@Suite("Visibility of exported endpoints (NI-113, EG-E10)")
struct MultiClusterServicesVisibilityTests {
    private static let local = "outbound|80||web.ns.svc.cluster.local"
    private static let set = "outbound|80||web.ns.svc.clusterset.local"
    private static let discovery = MeshFeatures(mcsServiceDiscovery: true)
    private static let hosts = MeshFeatures(mcsServiceDiscovery: true, mcsHost: true)
    private static let all = MeshFeatures(mcsServiceDiscovery: true, mcsHost: true, mcsClusterLocal: true)

    private static let first = "10.0.0.1:8080 x1"
    private static let second = "10.0.0.2:8080 x1"

    /// Returns two clusters with the service; the second one exports it, both import it.
    private func bench(_ features: MeshFeatures, semantics: TranslationSemantics = .istio130) throws -> AmbientBench {
        func objects(_ address: String) -> [String] {
            [
                AmbientManifest.service("web"), AmbientManifest.slice("web", [address]),
                """
                apiVersion: multicluster.x-k8s.io/v1alpha1
                kind: ServiceImport
                metadata: {name: web, namespace: ns}
                spec: {type: ClusterSetIP, ips: [240.0.0.1]}
                """,
            ]
        }
        let export = """
            apiVersion: multicluster.x-k8s.io/v1beta1
            kind: ServiceExport
            metadata: {name: web, namespace: ns}
            """
        return try AmbientBench(
            ["c1": objects("10.0.0.1"), "c2": objects("10.0.0.2") + [export]],
            semantics: semantics,
            features: features
        )
    }

    @Test(
        "Endpoints that are not exported stay in their cluster, and a proxy without a known cluster sees all",
        arguments: [
            (MeshFeatures(), "c1", [first, second]), (MeshFeatures(), "c2", [first, second]),
            (discovery, "c1", [first, second]), (discovery, "c2", [second]), (discovery, "c3", [second]),
            (discovery, "", [first, second]), (hosts, "c2", [second]), (all, "c1", [first]), (all, "c2", [second]),
            (all, "c3", []), (all, "", [first, second]),
        ]
    )
    func clusterLocal(features: MeshFeatures, cluster: String, expected: [String]) throws {
        for semantics in [TranslationSemantics.istio130, .standard] {
            let bench = try bench(features, semantics: semantics)
            #expect(try bench.hosts(Self.local, for: bench.proxy(cluster: cluster)) == expected)
        }
    }

    @Test(
        "The clusterset.local host has the exported endpoints, and those of the proxy's own cluster",
        arguments: [
            (MeshFeatures(), "c1", []), (discovery, "c1", []), (hosts, "c1", [first, second]), (hosts, "c2", [second]),
            (hosts, "c3", [second]), (all, "c1", [first, second]), (all, "c2", [second]),
            (MeshFeatures(mcsHost: true), "c1", []), (MeshFeatures(mcsHost: true, mcsClusterLocal: true), "c1", []),
        ] as [(MeshFeatures, String, [String])]
    )
    func clusterSet(features: MeshFeatures, cluster: String, expected: [String]) throws {
        let bench = try bench(features)
        #expect(try bench.hosts(Self.set, for: bench.proxy(cluster: cluster)) == expected)
    }

    @Test("The third feature requires the others", arguments: [MeshFeatures(mcsClusterLocal: true), MeshFeatures()])
    func alone(features: MeshFeatures) throws {
        let bench = try bench(features)
        #expect(try bench.hosts(Self.local, for: bench.proxy(cluster: "c1")) == [Self.first, Self.second])
    }

    @Test("The cluster is part of the cache key only if an endpoint is hidden")
    func cacheKey() throws {
        for (features, isRead) in [(Self.discovery, true), (MeshFeatures(), false)] {
            let bench = try bench(features)
            var view = RecordingProxyView(bench.proxy(cluster: "c1"))
            _ = EndpointTranslator(bench.snapshot).translate(Self.local, for: &view)
            #expect(view.reading.contains(.cluster) == isRead)
        }
    }
}

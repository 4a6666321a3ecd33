import MeshModel
import MeshSources
import NetworkInference
import Testing

@Suite("Services of several clusters (NI-113)")
struct MultiClusterServicesTests {
    private static let service = """
        apiVersion: v1
        kind: Service
        metadata: {name: web, namespace: ns}
        spec: {clusterIP: 1.2.3.4, selector: {app: web}, ports: [{name: http, port: 80}]}
        """
    private static let slice = """
        apiVersion: discovery.k8s.io/v1
        kind: EndpointSlice
        metadata: {name: web-1, namespace: ns, labels: {kubernetes.io/service-name: web}}
        ports: [{name: http, port: 8080}]
        endpoints: [{addresses: [10.0.0.1]}]
        """
    private static let entry = """
        apiVersion: networking.istio.io/v1
        kind: WorkloadEntry
        metadata: {name: machine, namespace: ns, labels: {app: web}}
        spec: {address: 10.0.0.9}
        """
    private static let local = MeshSnapshot.ServiceKey(hostname: "web.ns.svc.cluster.local", namespace: "ns")
    private static let set = MeshSnapshot.ServiceKey(hostname: "web.ns.svc.clusterset.local", namespace: "ns")
    private static let hosts = MeshFeatures(mcsServiceDiscovery: true, mcsHost: true)

    private static func export(_ name: String = "web", namespace: String = "ns") -> String {
        """
        apiVersion: multicluster.x-k8s.io/v1alpha1
        kind: ServiceExport
        metadata: {name: \(name), namespace: \(namespace)}
        """
    }

    private static func imported(_ spec: String, version: String = "v1alpha1") -> String {
        """
        apiVersion: multicluster.x-k8s.io/\(version)
        kind: ServiceImport
        metadata: {name: web, namespace: ns}
        spec: \(spec)
        """
    }

    private func snapshot(
        _ clusters: [String: [String]],
        _ features: MeshFeatures = MeshFeatures(mcsServiceDiscovery: true)
    ) throws -> MeshSnapshot {
        var files = clusters.map { id, objects in
            SourceFile(path: "clusters/\(id)/objects.yaml", text: objects.joined(separator: "\n---\n"))
        }
        files.append(SourceFile(path: "mesh-directory.yaml", text: "configCluster: \(clusters.keys.min() ?? "")"))
        let mesh = try MeshDirectoryReader().read(files: files, displayName: "mesh")
        return try MeshInference(semantics: .istio130, features: features).snapshot(of: mesh)
    }

    @Test(
        "An endpoint is visible everywhere only if its own cluster exports the service",
        arguments: [
            ([export()], false), ([], true), ([export("other")], true), ([export(namespace: "other")], true),
        ]
    )
    func exports(objects: [String], isSameClusterOnly: Bool) throws {
        let snapshot = try snapshot(["c1": [Self.service, Self.slice, Self.entry] + objects])
        let endpoints = try #require(snapshot.shards[Self.local]?.first?.endpoints)
        #expect(endpoints.map(\.address) == ["10.0.0.1", "10.0.0.9"])
        // The WorkloadEntry has no policy.
        #expect(endpoints.map(\.isSameClusterOnly) == [isSameClusterOnly, false])
    }

    @Test("An export in another cluster does not apply to this one")
    func otherCluster() throws {
        let snapshot = try snapshot(["c1": [Self.service, Self.slice], "c2": [Self.service, Self.export()]])
        #expect(snapshot.shards[Self.local]?.first?.endpoints.map(\.isSameClusterOnly) == [true])
    }

    @Test("A Service that its cluster does not know is visible there only, exported or not")
    func unknownService() throws {
        let snapshot = try snapshot(["c1": [Self.slice, Self.export()], "c2": [Self.service]])
        #expect(snapshot.shards[Self.local]?.first?.endpoints.map(\.isSameClusterOnly) == [true])
    }

    @Test("Endpoints of ServiceEntries are visible everywhere")
    func serviceEntries() throws {
        let entry = """
            apiVersion: networking.istio.io/v1
            kind: ServiceEntry
            metadata: {name: web, namespace: ns}
            spec:
              hosts: [web.ns.svc.cluster.local]
              resolution: STATIC
              ports: [{name: http, number: 80, protocol: HTTP}]
              endpoints: [{address: 10.0.0.7}]
            """
        let snapshot = try snapshot(["c1": [Self.service, Self.slice, entry]])
        let seen = snapshot.shards[Self.local]?.map { $0.endpoints.map(\.isSameClusterOnly) }
        #expect(seen == [[false], [true]])
    }

    @Test("Without the feature every endpoint is visible everywhere")
    func off() throws {
        let snapshot = try snapshot(["c1": [Self.service, Self.slice]], MeshFeatures(mcsHost: true))
        #expect(snapshot.shards[Self.local]?.first?.endpoints.map(\.isSameClusterOnly) == [false])
    }

    @Test(
        "An import with a valid address gives a service under clusterset.local with the same endpoints",
        arguments: [
            ("{type: ClusterSetIP, ips: [240.0.0.1]}", true), ("{type: ClusterSetIP, ips: [no, \"fd00::1\"]}", true),
            ("{ips: [240.0.0.1]}", true), ("{type: ClusterSetIP, ips: [no]}", false), ("{type: ClusterSetIP}", false),
            ("{type: Headless, ips: [240.0.0.1]}", false), ("{}", false),
        ]
    )
    func imports(spec: String, isThere: Bool) throws {
        for version in ["v1alpha1", "v1beta1"] {
            let objects = [Self.service, Self.slice, Self.imported(spec, version: version)]
            let snapshot = try snapshot(["c1": objects], Self.hosts)
            let services = snapshot.services.services(named: Self.set.hostname)
            #expect(services.map(\.ports) == (isThere ? [[ServicePort(number: 80, name: "http", isUDP: false)]] : []))
            #expect(services.allSatisfy { $0.source.kind == "ServiceImport" })
            #expect((snapshot.shards[Self.set]?.first?.endpoints.map(\.address) ?? []) == (isThere ? ["10.0.0.1"] : []))
        }
    }

    @Test(
        "The clusterset.local host requires both features",
        arguments: [MeshFeatures(mcsServiceDiscovery: true), MeshFeatures(mcsHost: true)]
    )
    func needs(features: MeshFeatures) throws {
        let objects = [Self.service, Self.slice, Self.imported("{ips: [240.0.0.1]}")]
        #expect(try snapshot(["c1": objects], features).services.services(named: Self.set.hostname).isEmpty)
    }

    @Test("An import requires the Service in any cluster")
    func importOnly() throws {
        let imported = Self.imported("{ips: [240.0.0.1]}")
        let alone = try snapshot(["c1": [imported]], Self.hosts)
        #expect(alone.services.services.isEmpty)
        let both = try snapshot(["c1": [imported], "c2": [Self.service, Self.slice, Self.export()]], Self.hosts)
        #expect(both.services.services(named: Self.set.hostname).count == 1)
        #expect(both.shards[Self.set]?.map(\.cluster) == [ClusterID("c2")])
    }

    @Test("Several imports of one Service give one service, in any order")
    func severalImports() throws {
        let objects = [Self.service, Self.slice, Self.imported("{ips: [240.0.0.1]}")]
        let snapshot = try snapshot(["c1": objects, "c2": objects], Self.hosts)
        let services = snapshot.services.services(named: Self.set.hostname)
        #expect(services.map(\.source.cluster) == [ClusterID("c1")])
        #expect(snapshot.shards[Self.set]?.map(\.cluster) == [ClusterID("c1"), ClusterID("c2")])
    }

    @Test("With the third feature cluster.local is limited to its cluster, and clusterset.local follows exports")
    func clusterLocal() throws {
        let objects = [Self.service, Self.slice, Self.export(), Self.imported("{ips: [240.0.0.1]}")]
        let features = MeshFeatures(mcsServiceDiscovery: true, mcsHost: true, mcsClusterLocal: true)
        let snapshot = try snapshot(["c1": objects], features)
        #expect(snapshot.shards[Self.local]?.first?.endpoints.map(\.isSameClusterOnly) == [true])
        #expect(snapshot.shards[Self.set]?.first?.endpoints.map(\.isSameClusterOnly) == [false])
    }

    @Test("Invalid exports and imports are reported with their place")
    func unreadable() throws {
        let objects = Self.imported("{ips: 240.0.0.1}")
        let error = #expect(throws: InputErrors.self) { try snapshot(["c1": [objects]]) }
        #expect(error?.errors.first?.code == .type)
        #expect(error?.errors.first?.location.line == 4)
    }
}

import AssignmentComparison
import MeshModel
import MeshSources
import NetworkInference
import Testing
import TranslationTestSupport

@Suite("What-if changes")
struct WhatIfTests {
    private static let name = "outbound|80||web.shop.svc.cluster.local"

    private static func cluster(_ id: String, gateway: String) -> String {
        var text = """
            {kind: Namespace, apiVersion: v1, metadata: {name: istio-system, labels: {topology.istio.io/network: \(id)-net}}}
            ---
            {kind: Service, apiVersion: v1, metadata: {name: gw, namespace: istio-system,
              labels: {topology.istio.io/network: \(id)-net}},
              spec: {type: LoadBalancer, ports: [{name: tls, port: 15443}]},
              status: {loadBalancer: {ingress: [{ip: \(gateway)}]}}}
            ---
            {kind: Service, apiVersion: v1, metadata: {name: web, namespace: shop},
              spec: {clusterIP: 10.96.0.1, ports: [{name: http, port: 80}]}}

            """
        let number = id == "west" ? 1 : 2
        for zone in ["a", "b"] {
            let host = "10.\(number).0.\(zone == "a" ? 1 : 2)"
            text += """
                ---
                {kind: Node, apiVersion: v1, metadata: {name: n-\(zone), labels: {topology.kubernetes.io/region: \(id),
                  topology.kubernetes.io/zone: \(zone)}}}
                ---
                {kind: Pod, apiVersion: v1, metadata: {name: web-\(zone), namespace: shop,
                  labels: {security.istio.io/tlsMode: istio}}, spec: {nodeName: n-\(zone)},
                  status: {phase: Running, podIP: \(host), conditions: [{type: Ready, status: "True"}]}}
                ---
                {kind: EndpointSlice, apiVersion: discovery.k8s.io/v1, metadata: {name: web-\(zone), namespace: shop,
                  labels: {kubernetes.io/service-name: web}}, addressType: IPv4, ports: [{name: http, port: 8080}],
                  endpoints: [{addresses: [\(host)], conditions: {ready: true}\(
                    zone == "a" ? ", targetRef: {kind: Pod, name: web-a, namespace: shop}" : ""
                  )}]}

                """
        }
        return text
    }

    private static let files = [
        SourceFile(path: "mesh-directory.yaml", text: "configCluster: west\n"),
        SourceFile(path: "clusters/east/objects.yaml", text: cluster("east", gateway: "192.0.2.2")),
        SourceFile(path: "clusters/west/objects.yaml", text: cluster("west", gateway: "192.0.2.1")),
    ]

    private static let client = EnvoyNode.sidecar(network: "west-net", cluster: "west")

    private func hosts(_ mesh: MeshDirectory) throws -> Set<String> {
        var mesh = mesh
        let text = "[{node: {id: \(Self.client.id), metadata: {NETWORK: west-net, CLUSTER_ID: west, NAMESPACE: shop}}}]"
        mesh.proxies = try MeshDirectoryReader()
            .read(files: Self.files + [SourceFile(path: "proxies.yaml", text: text)], displayName: "mesh").proxies
        mesh.proxies[0].resources = [Self.name]
        let answers = try Corpus.answers(mesh, .standard)
        return Set(
            answers.flatMap(\.assignments).flatMap(\.groups).flatMap(\.hosts).map { "\($0.address)*\($0.weight)" }
        )
    }

    private func after(_ edit: MeshEdit) throws -> Set<String> {
        var mesh = try MeshDirectoryReader().read(files: Self.files, displayName: "mesh")
        let snapshot = try MeshInference(semantics: .standard).snapshot(of: mesh)
        try mesh.apply(edit, in: snapshot)
        return try hosts(mesh)
    }

    @Test(
        "A what-if change is applied to the objects",
        arguments: [
            (.withoutGateway(address: "192.0.2.9", port: nil), nil),
            (
                .withoutGateway(address: "192.0.2.2", port: nil),
                ["10.1.0.1:8080*1", "10.1.0.2:8080*1", "10.2.0.1:8080*1", "10.2.0.2:8080*1"]
            ),
            (
                .withoutGateway(address: "192.0.2.2", port: 15_443),
                ["10.1.0.1:8080*1", "10.1.0.2:8080*1", "10.2.0.1:8080*1", "10.2.0.2:8080*1"]
            ),
            (.withoutGateway(address: "192.0.2.2", port: 1), nil),
            (.loseCluster(ClusterID("east")), ["10.1.0.1:8080*1", "10.1.0.2:8080*1"]),
            (.loseCluster(ClusterID("north")), nil),
            // The Service disappears with its cluster, unless another cluster has it as well.
            (.loseCluster(ClusterID("west")), ["192.0.2.2:15443*2"]),
            (.loseZone("b"), ["10.1.0.1:8080*1", "192.0.2.2:15443*1"]),
            (.loseZone("east/b"), ["10.1.0.1:8080*1", "10.1.0.2:8080*1", "192.0.2.2:15443*1"]),
            (.loseZone("z"), nil),
            (
                .labelNamespace(cluster: ClusterID("east"), namespace: "istio-system", network: "west-net"),
                [
                    "10.1.0.1:8080*1", "10.1.0.2:8080*1", "10.2.0.1:8080*1", "10.2.0.2:8080*1",
                ]
            ),
            (
                .labelNamespace(cluster: ClusterID("east"), namespace: "istio-system", network: ""),
                [
                    "10.1.0.1:8080*1", "10.1.0.2:8080*1", "10.2.0.1:8080*1", "10.2.0.2:8080*1",
                ]
            ),
            (.labelNamespace(cluster: ClusterID("north"), namespace: "istio-system", network: "x"), nil),
            (.labelNamespace(cluster: ClusterID("east"), namespace: "other", network: ""), nil),
            (
                .labelNamespace(cluster: ClusterID("east"), namespace: "other", network: "x"),
                ["10.1.0.1:8080*1", "10.1.0.2:8080*1", "192.0.2.2:15443*2"]
            ),
            (.withoutMeshNetworks, nil),
            (
                .delete(
                    ObjectPattern(kind: "EndpointSlice", namespace: "shop", name: "web-a", cluster: ClusterID("east"))
                ),
                [
                    "10.1.0.1:8080*1", "10.1.0.2:8080*1", "192.0.2.2:15443*1",
                ]
            ),
            (
                .delete(ObjectPattern(kind: "EndpointSlice", namespace: "shop", name: "web-a")),
                [
                    "10.1.0.2:8080*1", "192.0.2.2:15443*1",
                ]
            ),
            (.delete(ObjectPattern(kind: "Secret", name: "x")), nil),
        ] as [(MeshEdit, Set<String>?)]
    )
    func edits(edit: MeshEdit, expected: Set<String>?) throws {
        guard let expected else {
            #expect(throws: MeshEdit.Failure.self) { try after(edit) }
            return
        }
        #expect(try after(edit) == expected)
    }

    @Test("An overlay replaces files, replaces and adds objects, and removes others")
    func overlay() throws {
        let slice = """
            {kind: EndpointSlice, apiVersion: discovery.k8s.io/v1, metadata: {name: web-a, namespace: shop,
              labels: {kubernetes.io/service-name: web}}, addressType: IPv4, ports: [{name: http, port: 8080}],
              endpoints: [{addresses: [10.1.0.77], conditions: {ready: true}}]}
            """
        let overlay = MeshOverlay(
            files: [
                SourceFile(path: "clusters/west/new.yaml", text: slice),
                SourceFile(
                    path: "clusters/east/objects.yaml",
                    text: "{kind: Namespace, apiVersion: v1, metadata: {name: shop}}"
                ),
                SourceFile(path: "deletions.yaml", text: "- {kind: Node, name: n-a, cluster: west}\n"),
            ],
            displayName: "overlay"
        )
        var mesh = try overlay.laid(over: Self.files, called: "mesh", by: MeshDirectoryReader())
        let snapshot = try MeshInference(semantics: .standard).snapshot(of: mesh)
        for pattern in try overlay.deletions() { try mesh.apply(.delete(pattern), in: snapshot) }
        #expect(try hosts(mesh) == ["10.1.0.77:8080*1", "10.1.0.2:8080*1"])
        #expect(mesh.clusters.first?.nodes.map(\.metadata.name) == ["n-b"])
    }

    @Test("Errors of an overlay name its files")
    func overlayErrors() throws {
        let broken = MeshOverlay(
            files: [
                SourceFile(
                    path: "clusters/west/x.yaml",
                    displayName: "ov/clusters/west/x.yaml",
                    bytes: Array("kind: [".utf8)
                )
            ],
            displayName: "ov"
        )
        let error = #expect(throws: InputErrors.self) {
            try broken.laid(over: Self.files, called: "mesh", by: MeshDirectoryReader())
        }
        #expect(error?.description.contains("ov/clusters/west/x.yaml:") == true)
        let deletions = MeshOverlay(
            files: [SourceFile(path: "deletions.yaml", text: "- {kind: Node, nam: x}\n")],
            displayName: "ov"
        )
        let failure = #expect(throws: DumpError.self) { try deletions.deletions() }
        #expect(failure?.description.contains("unknown field \"nam\"") == true)
    }

    @Test("The what-if report shows losses, leaks and affected proxies")
    func report() throws {
        let host = { (address: String, network: String, weight: UInt32, isGateway: Bool) in
            ComparableHost(address: address, network: network, isGateway: isGateway, weight: weight)
        }
        let of = { (hosts: [ComparableHost]) in
            ComparableAssignment(name: "c", groups: [.init(weight: nil, hosts: hosts)])
        }
        let before = of([host("a:1", "west", 1, false), host("g:1", "east", 3, true)])
        let leaking = of([host("a:1", "west", 1, false), host("b:1", "", 1, false)])
        let impact = Impact(
            node: "n",
            network: ("west", "west"),
            before: before,
            after: leaking,
            networks: ["b:1": "east"]
        )
        #expect(impact.networks.map(\.network) == ["east", "west"])
        #expect(impact.networks.map(\.after) == [0.5, 0.5])
        #expect(impact.networks.map(\.before) == [0.75, 0.25])
        #expect(impact.leaks.map(\.address) == ["b:1"])
        let quiet = Impact(node: "m", network: ("west", "west"), before: before, after: before, networks: [:])
        let report = ImpactReport(edits: ["x"], proxyCount: 2, impacts: [impact, quiet])
        #expect(report.affectedNodes == ["n"])
        let verdict = report.verdict { $0 }
        #expect(verdict.hasPrefix("n loses 25.0% of its requests to east; n sends 50.0% of its requests to 1 address"))
        #expect(ImpactReport(edits: [], proxyCount: 2, impacts: [quiet]).verdict { $0 } == "no change for 2 proxies")
        let gone = Impact(node: "n", network: ("west", "west"), before: before, after: of([]), networks: [:])
        let worst = ImpactReport(edits: [], proxyCount: 1, impacts: [gone]).verdict { $0 }
        #expect(worst == "n is left without endpoints of c; 1 of 1 proxy changes")
    }
}

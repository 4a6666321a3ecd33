import MeshExplanation
import MeshModel
import MeshSources
import NetworkInference
import Testing
import TranslationTestSupport

@Suite("Differences between rule sets")
struct RuleSetDifferencesTests {
    private static let service = [Manifest.service("s")] + Manifest.workload("s", ips: ["10.0.0.1"], network: "n1")
    private static let remote = Manifest.workload("s", ips: ["20.0.0.1"], network: "n2")

    private func differences(
        _ mesh: TestMesh,
        to second: TranslationSemantics = .istio130,
        node: EnvoyNode = .sidecar(network: "n1", cluster: "c1")
    ) throws -> RuleSetDifferences {
        RuleSetDifferences(
            try mesh.directory(),
            by: MeshInference(semantics: .standard),
            from: .standard,
            to: second
        ) { snapshot in
            let proxy = ProxyInference(snapshot).proxy(for: node)
            return [RuleSetDifferences.Question(node: node.id, name: "s.shop.svc.cluster.local:80", proxy: proxy)]
        }
    }

    @Test("A mesh without problems has the same assignments under both rule sets")
    func agreement() throws {
        let found = try differences(TestMesh(clusters: ["c1": Self.service]))
        #expect(found.questions == 1)
        #expect(found.findings.isEmpty)
    }

    @Test("A gateway that is found twice takes two shares in one of the rule sets")
    func duplicates() throws {
        let gateway = Manifest.gatewayService(network: "n2", ips: ["2.2.2.2"])
        let mesh = TestMesh(clusters: [
            "c1": Self.service, "c2": Self.remote,
            "c3": [gateway], "c4": [gateway],
        ])
        let finding = try #require(try differences(mesh).findings.first)
        // The first difference alone has no effect, because a gateway that is sent once has one address; it is needed
        // all the same.
        #expect(finding.steps.map(\.difference) == [.duplicateGateways, .gatewayPerLocality, .shareEncoding])
        #expect(finding.steps.map(\.isOnlyNeeded) == [true, false, false])
        #expect(!finding.changesShares)
    }

    @Test(
        "Every difference that is effective alone is found alone",
        arguments: TranslationSemantics.Difference.allCases
    )
    func single(_ difference: TranslationSemantics.Difference) throws {
        var second = TranslationSemantics.standard
        try second.set(difference, to: TranslationSemantics.istio130.value(of: difference))
        let mesh = TestMesh(clusters: [
            "c1": Self.service + [Manifest.gatewayService(network: "n1", ips: ["1.1.1.1"])],
            "c2": Self.remote + [Manifest.gatewayService(network: "n2", ips: ["2.2.2.2", "2.2.2.3"])],
            "c3": [Manifest.gatewayService(network: "n3", ips: ["3.3.3.1", "3.3.3.2", "3.3.3.3"])],
        ])
        let found = try differences(mesh, to: second, node: .sidecar("10.0.0.1", cluster: "c1"))
        // This mesh shows three of them: its weights, their encoding, and the network of its proxy.
        let shows = [.weights, .unlabelledProxies, .shareEncoding].contains(difference)
        #expect(found.findings.map { $0.steps.map(\.difference) } == (shows ? [[difference]] : []))
    }

    @Test("A rule set that refuses the mesh is a result")
    func refusal() throws {
        let mesh = TestMesh(
            clusters: ["c1": Self.service],
            meshNetworks: "networks: {n8: {endpoints: [{fromRegistry: c1}]}, n9: {endpoints: [{fromRegistry: c1}]}}\n"
        )
        let finding = try #require(try differences(mesh).findings.first)
        guard case .refused(let errors) = finding.first else {
            Issue.record("\(finding.first)")
            return
        }
        #expect(errors.contains("claimed by network n9 and by n8"))
        #expect(finding.steps.map(\.difference).first == .conflictingRegistries)
    }

    @Test("The name of a rule set survives a round trip", arguments: TranslationSemantics.Difference.allCases)
    func names(_ difference: TranslationSemantics.Difference) throws {
        for base in [TranslationSemantics.standard, .istio130] {
            for choice in difference.choices {
                var semantics = base
                try semantics.set(difference, to: choice)
                #expect(semantics.value(of: difference) == choice)
                #expect(try TranslationSemantics(parsing: semantics.name) == semantics)
            }
        }
    }
}

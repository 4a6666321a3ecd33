import EndpointTranslation
import MeshExplanation
import MeshModel
import MeshSources
import NetworkInference
import Testing
import TranslationTestSupport

@Suite("Explanations agree with the translation")
struct ExplanationPropertyTests {
    private static let ruleSets: [TranslationSemantics] = [.standard, .istio130]
    private static let features: [MeshFeatures] = [
        MeshFeatures(), MeshFeatures(ambient: .multiNetwork), MeshFeatures(ambient: .single),
        MeshFeatures(mcsServiceDiscovery: true, mcsHost: true, mcsClusterLocal: true),
    ]

    @Test(
        "Explained endpoints, gateways, weights and networks add up on every recorded mesh",
        arguments: FixtureMesh.all
    )
    func recorded(_ fixture: FixtureMesh) throws {
        let directory = try fixture.directory()
        var checked = 0
        for semantics in Self.ruleSets {
            for features in Self.features {
                checked += try check(directory, semantics, features, fixture.name)
            }
        }
        #expect(checked > 0)
    }

    @Test("The recorded meshes of the explanation tests exist")
    func coverage() { #expect(FixtureMesh.all.count == 73) }

    /// Checks every proxy with every name and returns the number of explained endpoints.
    private func check(
        _ directory: MeshDirectory,
        _ semantics: TranslationSemantics,
        _ features: MeshFeatures,
        _ title: String
    ) throws -> Int {
        let inference = MeshInference(semantics: semantics, features: features)
        let conclusions: MeshConclusions
        do {
            conclusions = try MeshConclusions(directory, by: inference)
        } catch {
            // The standard rule set refuses some of the recorded meshes.
            return 1
        }
        let explainer = MeshExplainer(conclusions)
        let translated = TranslatedMesh(conclusions.snapshot)
        let inferred = ProxyInference(conclusions.snapshot)
        var count = 1
        for declared in directory.proxies {
            let proxy = inferred.proxy(for: declared.node)
            let hosts = conclusions.snapshot.services.services
            let more = hosts.flatMap { service in
                service.ports.flatMap { port in
                    [
                        "outbound|\(port.number)||\(service.hostname)",
                        "outbound_.\(port.number)_._.\(service.hostname)",
                    ]
                }
            }
            for name in Set(declared.resources + more).sorted() {
                let explanation = explainer.explain(name, for: proxy)
                let answer = translated.assignment(name, for: proxy).assignment
                let problems = ExplanationCheck(explanation, answer, conclusions.snapshot).problems
                #expect(problems == [], "\(title), \(semantics.name): \(proxy.id) \(name)")
                count += explanation.endpoints.count
            }
        }
        return count
    }
}

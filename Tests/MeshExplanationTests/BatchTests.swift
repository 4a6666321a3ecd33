import MeshExplanation
import MeshModel
import MeshSources
import NetworkInference
import Testing
import TextFormats

@Suite("Explanations of several names")
struct BatchTests {
    @Test("Explanations of several names equal those of each name alone", arguments: FixtureMesh.all.prefix(8))
    func batch(_ fixture: FixtureMesh) throws {
        let directory = try fixture.directory()
        let conclusions = try MeshConclusions(directory, by: MeshInference(semantics: .istio130))
        let explainer = MeshExplainer(conclusions)
        for declared in directory.proxies {
            let proxy = ProxyInference(conclusions.snapshot).proxy(for: declared.node)
            let together = explainer.explain(declared.resources, for: proxy)
            #expect(together.count == declared.resources.count)
            for (name, explanation) in zip(declared.resources, together) {
                let alone = explainer.explain(name, for: proxy)
                #expect(alone.json() == explanation.json())
                // Only the outline lacks provenance.
                #expect(EffectiveShares(explainer.outline(name, for: proxy)).json == EffectiveShares(alone).json)
            }
        }
    }
}

import EndpointTranslation
import MeshModel
import Testing
import TranslationTestSupport

@Suite("Client properties: no client rejects an assignment")
struct ClientRulePropertyTests {
    @Test(
        "No client rejects an assignment under the standard rules",
        arguments: RandomMesh.blocks(from: 3_000, count: 12)
    )
    func propertiesOfStandardAssignments(seeds: Range<UInt64>) throws {
        var failures: [String] = []
        var through = 0
        for seed in seeds {
            var generator = MeshGenerator(seed: seed, scope: .everything)
            let mesh = generator.mesh()
            let translated = try mesh.plain.translated(.standard)
            for question in RandomMesh.questions(mesh, translated, seed: seed) {
                let assignment = translated.assignment(question.name, for: question.proxy).assignment
                let found =
                    EnvoyRules.violations(assignment, translated)
                    + EnvoyRules.strictViolations(assignment, translated)
                    + EnvoyRules.rawRemoteAddresses(assignment, question.proxy, translated)
                failures += found.map(question.failure)
                through += assignment.groups.flatMap(\.hosts).count { translated.endpoint($0, of: assignment) == nil }
            }
        }
        #expect(failures == [])
        #expect(through > 100, "hardly any gateway is used")
    }

    @Test(
        "No client rejects an assignment under the rules of istio-1.30",
        arguments: RandomMesh.blocks(from: 4_000, count: 10)
    )
    func propertiesOfReferenceAssignments(seeds: Range<UInt64>) throws {
        var failures: [String] = []
        var through = 0
        for seed in seeds {
            var generator = MeshGenerator(seed: seed, scope: .everything)
            let mesh = generator.mesh()
            let translated = try mesh.plain.translated(.istio130)
            for question in RandomMesh.questions(mesh, translated, seed: seed) {
                let assignment = translated.assignment(question.name, for: question.proxy).assignment
                let found =
                    EnvoyRules.violations(assignment, translated)
                    + EnvoyRules.rawRemoteAddresses(assignment, question.proxy, translated)
                failures += found.map(question.failure)
                through += assignment.groups.flatMap(\.hosts).count { translated.endpoint($0, of: assignment) == nil }
            }
        }
        #expect(failures == [])
        #expect(through > 100, "hardly any gateway is used")
    }
}

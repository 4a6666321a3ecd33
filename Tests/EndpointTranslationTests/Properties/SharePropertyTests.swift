import EndpointTranslation
import MeshModel
import TestSupport
import Testing
import TranslationTestSupport

@Suite("Share properties: shares of networks follow their healthy endpoints")
struct SharePropertyTests {
    /// Weights have 32 bits; with up to a few dozen hosts, rounding errors are far below this.
    private static let tolerance = 1.0 / 65_536
    /// If 32 bits suffice, shares are exact; only the comparison itself rounds.
    private static let exactly = 1e-9

    @Test("A network's share is that of its endpoints", arguments: RandomMesh.blocks(from: 5_000, count: 10))
    func propertiesOfShares(seeds: Range<UInt64>) throws {
        var failures: [String] = []
        var networks = 0
        for seed in seeds {
            var generator = MeshGenerator(seed: seed, scope: .sharesOnly)
            let mesh = generator.mesh()
            let translated = try mesh.plain.translated(.standard)
            for question in RandomMesh.questions(mesh, translated, seed: seed) where Self.isWhole(question.name) {
                let assignment = translated.assignment(question.name, for: question.proxy).assignment
                guard let key = assignment.service else { continue }
                let actual = NetworkShares(assignment, translated)
                let expected = NetworkShares(of: key, for: question.proxy, in: translated.snapshot)
                if Set(actual.weights.keys) != Set(expected.weights.keys) {
                    failures.append(question.failure("networks \(actual.weights), expected \(expected.weights)"))
                } else if actual.distance(to: expected) > Self.tolerance {
                    failures.append(question.failure("shares \(actual.weights), expected \(expected.weights)"))
                }
                networks += actual.weights.count
            }
        }
        #expect(failures == [])
        #expect(networks > 500, "hardly any network takes part")
    }

    @Test(
        "Additions to one network do not change the relative shares of the others",
        arguments: RandomMesh.blocks(from: 6_000, count: 6)
    )
    func propertiesOfIndependence(seeds: Range<UInt64>) throws {
        var failures: [String] = []
        var changed = 0
        for seed in seeds {
            var generator = MeshGenerator(seed: seed, scope: .sharesOnly, hasHugeWeights: false)
            let mesh = generator.mesh()
            let network = generator.random.pick(MeshGenerator.networks)
            let cluster = generator.random.pick(generator.clusters)
            var more = mesh
            if generator.random.chance(50) {
                more.objects[cluster, default: []].append(
                    Manifest.gatewayService("gw-new", network: network, ips: ["37.0.0.1", "37.0.0.2", "37.0.0.3"])
                )
            } else {
                more.objects[cluster, default: []].append(
                    Manifest.workloadEntry(
                        "vm-new",
                        "address: 10.200.0.1, network: \(network), labels: {app: s0}, weight: 7, serviceAccount: vm"
                    )
                )
            }
            let before = try mesh.plain.translated(.standard)
            let after = try more.plain.translated(.standard)
            for question in RandomMesh.questions(mesh, before, seed: seed) where Self.isWhole(question.name) {
                let first = NetworkShares(before.assignment(question.name, for: question.proxy).assignment, before)
                let second = NetworkShares(after.assignment(question.name, for: question.proxy).assignment, after)
                if first.weights != second.weights { changed += 1 }
                let id = NetworkID(network)
                if first.without(id).distance(to: second.without(id)) > Self.exactly {
                    failures.append(question.failure("\(first.weights) became \(second.weights) by more of \(network)"))
                }
            }
        }
        #expect(failures == [])
        #expect(changed > 25, "what is added hardly ever shows")
    }

    private static func isWhole(_ name: String) -> Bool { name.hasPrefix("outbound|80||") }
}

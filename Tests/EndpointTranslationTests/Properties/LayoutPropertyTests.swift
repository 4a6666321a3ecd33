import MeshModel
import TestSupport
import Testing
import TranslationTestSupport

@Suite("Layout properties: the layout of the input does not matter")
struct LayoutPropertyTests {
    @Test("The order of objects and files never changes a byte", arguments: RandomMesh.blocks(from: 0, count: 10))
    func propertiesOfOrder(seeds: Range<UInt64>) throws {
        var failures: [String] = []
        var answered = 0
        for seed in seeds {
            var generator = MeshGenerator(seed: seed, scope: .everything)
            let mesh = generator.mesh()
            let semantics: TranslationSemantics = seed.isMultiple(of: 2) ? .standard : .istio130
            let first = try mesh.plain.translated(semantics)
            let second = try mesh.shuffled(&generator.random).translated(semantics)
            let answers = try RandomMesh.answers(mesh, first)
            if try answers != RandomMesh.answers(mesh, second) { failures.append("seed \(seed): bytes differ") }
            if Self.conclusions(first.snapshot) != Self.conclusions(second.snapshot) {
                failures.append("seed \(seed): provenance differs")
            }
            answered += answers.count { $0.count > 60 }
        }
        #expect(failures == [])
        #expect(answered > 100, "the meshes have hardly any endpoints")
    }

    @Test("Objects that were added and removed leave no trace", arguments: RandomMesh.blocks(from: 1_000, count: 4))
    func propertiesOfRemoval(seeds: Range<UInt64>) throws {
        var failures: [String] = []
        var changed = 0
        for seed in seeds {
            var generator = MeshGenerator(seed: seed, scope: .everything)
            let mesh = generator.mesh()
            let semantics: TranslationSemantics = seed.isMultiple(of: 2) ? .standard : .istio130
            let before = try RandomMesh.answers(mesh, mesh.plain.translated(semantics))
            var more = mesh
            let cluster = generator.random.pick(generator.clusters)
            more.objects[cluster, default: []] += Manifest.workload("s0", "new", ips: ["10.200.0.1"], network: "n2")
            more.objects[cluster, default: []].append(
                Manifest.gatewayService("gw-new", network: "n2", ips: ["37.0.0.1"])
            )
            if try RandomMesh.answers(mesh, more.plain.translated(semantics)) != before { changed += 1 }
            more.objects[cluster]?.removeAll { $0.contains("37.0.0.1") || $0.contains("10.200.0.1") }
            let after = try RandomMesh.answers(mesh, more.shuffled(&generator.random).translated(semantics))
            if after != before { failures.append("seed \(seed)") }
        }
        #expect(failures == [])
        #expect(changed > 25, "what is added hardly ever shows")
    }

    /// Returns every inferred property with its rule and object; without lines and files, which change.
    private static func conclusions(_ snapshot: MeshSnapshot) -> [String] {
        let endpoints = snapshot.shards.flatMap { key, shards in
            shards.flatMap(\.endpoints).map { "\(key) \($0.address) \($0.network) \(text($0.networkProvenance))" }
        }
        let gateways = snapshot.gateways.gateways + snapshot.gateways.unresolved
        return endpoints.sorted() + gateways.map { "\($0.network) \($0.address) \($0.port) \(text($0.provenance))" }
    }

    private static func text(_ provenance: Provenance) -> String {
        let object = provenance.object.map { "\($0.kind) \($0.namespace)/\($0.name) of \($0.cluster)" }
        return "\(provenance.rule.rawValue) \(object ?? "")"
    }
}

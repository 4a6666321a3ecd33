import EndpointTranslation
import Foundation
import MeshModel
import MeshSources
import NetworkInference
import Testing
import TranslationTestSupport

@Suite("Edit properties: incremental results equal results from scratch")
struct EditPropertyTests {
    private static let edits = 8
    private static let features = [
        MeshFeatures(), MeshFeatures(), MeshFeatures(), MeshFeatures(ambient: .multiNetwork),
        MeshFeatures(ambient: .single),
        MeshFeatures(mcsServiceDiscovery: true, mcsHost: true),
    ]

    @Test(
        "Any sequence of edits gives the same state as reading from scratch",
        arguments: RandomMesh.blocks(from: 3_000, count: 4)
    )
    func propertiesOfEdits(seeds: Range<UInt64>) throws {
        var failures: [String] = []
        var kept = 0
        var changed = 0
        for seed in seeds.prefix(25) {
            let semantics: TranslationSemantics = seed.isMultiple(of: 2) ? .standard : .istio130
            let features = Self.features[Int(seed % UInt64(Self.features.count))]
            var mesh = try EditedMesh(seed: seed, isAmbient: features.isAmbient)
            defer { mesh.remove() }
            let inference = MeshInference(semantics: semantics, features: features)
            var incremental = IncrementalInference(inference)
            var files = ReadFiles()
            var cache: AssignmentCache?
            for edit in 0..<Self.edits {
                let text = "seed \(seed), edit \(edit)"
                let fresh = Result { try inference.snapshot(of: mesh.read()) }
                let followed = Result {
                    try incremental.snapshot(of: mesh.read(remembering: &files), names: [:])
                }
                switch (fresh, followed) {
                case (.success(let fresh), .success(let followed)):
                    // Before the next cache takes them over.
                    let earlier = cache.map { mesh.assignments(of: $0, for: followed) } ?? []
                    let next = cache.map {
                        AssignmentCache(followed, after: $0, changed: followed.changedHosts(since: $0.mesh))
                    }
                    failures += mesh.differences(fresh, next ?? AssignmentCache(followed)).map { "\(text): \($0)" }
                    if let cache, let next {
                        kept += mesh.unchanged(earlier, next)
                        if case .some(let hosts) = followed.changedHosts(since: cache.mesh), !hosts.isEmpty {
                            changed += 1
                        }
                    }
                    cache = next ?? AssignmentCache(followed)
                case (.failure(let fresh), .failure(let followed)):
                    if "\(fresh)" != "\(followed)" { failures.append("\(text): \(fresh) and \(followed)") }
                default: failures.append("\(text): one of two is refused")
                }
                try mesh.edit()
            }
        }
        #expect(failures == [])
        #expect(kept > 100, "hardly any assignment is kept")
        #expect(changed > 10, "hardly any edit concerns some hosts only")
    }
}

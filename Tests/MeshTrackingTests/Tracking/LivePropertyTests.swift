import EnvoyHarness
import Foundation
import MeshModel
import MeshSources
import MeshTracking
import MeshViews
import TestSupport
import Testing
import TranslationTestSupport

@Suite("Properties of live meshes")
struct LivePropertyTests {
    @Test("Objects in any order result in the assignments of their files", arguments: Corpus.directories)
    func order(directory: String) throws {
        let proxies = try MeshDirectoryReader().read(directory: directory).proxies
        let recorded = try RecordedMesh(directory: directory)
        for (seed, semantics) in [(1, TranslationSemantics.standard), (2, .istio130)] {
            var random = SeededGenerator(seed: UInt64(seed))
            guard let fresh = try? MeshState(MeshDirectoryReader().read(directory: directory), semantics: semantics)
            else { continue }
            var tracker = try Corpus.tracker(recorded, semantics)
            for change in Self.detours(recorded, &random) {
                tracker.apply(change)
                // From time to time a state is made, from which later states are derived.
                if random.chance(10) { _ = try? tracker.next() }
            }
            _ = try tracker.next()
            let served = try #require(tracker.served)
            #expect(Corpus.answers(served, to: proxies) == Corpus.answers(fresh, to: proxies), "\(semantics)")
        }
    }

    @Test("A recorded mesh is read again unchanged", arguments: Corpus.directories)
    func recording(directory: String) throws {
        let recorded = try RecordedMesh(directory: directory, keepsContent: true)
        var recorder = MeshRecorder()
        for (id, content) in recorded.clusters {
            recorder.record(.added(id), at: 0)
            recorder.record(.updated(id, content.updates), at: 0)
            recorder.record(.synced(id), at: 0)
        }
        let files = recorded.base + recorder.files().map { SourceFile(path: $0.path, text: $0.text) }
        let again = try MeshDirectoryReader().read(files: files, displayName: "recorded")
        let original = try MeshDirectoryReader().read(directory: directory)
        for semantics in [TranslationSemantics.standard, .istio130] {
            guard let before = try? MeshState(original, semantics: semantics) else { continue }
            let after = try MeshState(again, semantics: semantics)
            #expect(Corpus.answers(after, to: original.proxies) == Corpus.answers(before, to: original.proxies))
        }
    }

    @Test("A timeline played to its end results in the assignments of the last state", arguments: 0..<10)
    func timeline(seed: Int) async throws {
        let folder = try TemporaryDirectory(named: "timeline")
        defer { folder.remove() }
        let directory = Corpus.directories[seed % Corpus.directories.count]
        let recorded = try RecordedMesh(directory: directory, keepsContent: true)
        var random = SeededGenerator(seed: UInt64(seed))
        var recorder = MeshRecorder()
        var lines: [String] = []
        var time = 0
        for file in recorded.base { try folder.write(String(decoding: file.bytes, as: UTF8.self), to: file.path) }
        for change in Self.detours(recorded, &random) {
            time += random.below(3)
            lines += recorder.record(change, at: time)
        }
        #expect(lines.count > 3)
        try folder.write(lines.joined(separator: "\n") + "\n", to: Timeline.fileName)
        let timeline = try Timeline(directory: folder.path)
        var tracker = try Corpus.tracker(recorded, .istio130)
        for change in timeline.beginning { tracker.apply(change) }
        try await TimelinePlayer(timeline, speed: nil).play { tracker.apply($0.change) }
        _ = try tracker.next()
        let proxies = try MeshDirectoryReader().read(directory: directory).proxies
        let fresh = try MeshState(MeshDirectoryReader().read(directory: directory), semantics: .istio130)
        #expect(Corpus.answers(try #require(tracker.served), to: proxies) == Corpus.answers(fresh, to: proxies))
    }

    /// Returns the changes that lead to a mesh, with objects that are added and removed, repeated lists, and a cluster
    /// that is removed and added again.
    private static func detours(_ mesh: RecordedMesh, _ random: inout SeededGenerator) -> [ClusterChange] {
        var changes: [ClusterChange] = []
        for (id, content) in mesh.clusters.shuffled(using: &random) {
            let updates = content.updates
            changes.append(.added(id))
            if random.chance(30) { changes += [.updated(id, updates), .synced(id), .removed(id), .added(id)] }
            if random.chance(50) { changes.append(.synced(id)) }
            var single: [ClusterChange] = []
            for kind in ObjectKind.all {
                let objects = content.objects(of: kind)
                if random.chance(30) {
                    single.append(.updated(id, [.replaced(kind, objects.shuffled(using: &random))]))
                }
                single += objects.map { .updated(id, [.changed(kind, $0)]) }
                for object in objects where random.chance(20) {
                    changes.append(.updated(id, [.changed(kind, object)]))
                    changes.append(.updated(id, [.removed(kind, object.name)]))
                }
            }
            changes += single.shuffled(using: &random)
            changes.append(random.chance(30) ? .replaced(id, content) : .synced(id))
        }
        return changes
    }
}

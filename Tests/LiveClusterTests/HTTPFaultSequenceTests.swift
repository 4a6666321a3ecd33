import Foundation
import KubernetesTestServer
import MeshSources
import TestSupport
import Testing
import TranslationTestSupport

@Suite("Sequences of faults over HTTP", .serialized, .timeLimit(.minutes(60)))
struct HTTPFaultSequenceTests {
    /// The number of sequences.
    private static let count = ProcessInfo.processInfo.environment["HTTP_FAULT_SEQUENCES"].flatMap(Int.init) ?? 20

    @Test("After each sequence the state of live clusters equals that of a fresh load", arguments: 0..<count)
    func sequence(seed: Int) async throws {
        // The kinds of the scene's objects, and one that is not built in.
        let kinds: [ObjectKind] = [.namespace, .node, .service, .pod, .endpointSlice, .serviceEntry]
        try await LiveScene.play(kinds: kinds) { scene in
            try scene.putSecret()
            var random = SeededGenerator(seed: UInt64(seed))
            while scene.endpoints < 3 { try await scene.settle(isChanged: false) }
            var history: [String] = []
            for _ in 0..<3 {
                for _ in 0..<4 { history.append(try await Self.step(scene, &random)) }
                try await Self.heal(scene)
                try await scene.settle(isChanged: false, history.joined(separator: ", "))
            }
            // The sources continue to watch.
            for text in Manifest.workload("web", "last", ips: ["10.1.0.77"]) { try scene.east.put(manifests: text) }
            try await scene.settle(history.joined(separator: ", "))
        }
    }

    /// The kinds that have faults.
    private static let faultyKinds = ["services", "endpointslices", "pods"]

    private static func heal(_ scene: LiveScene) async throws {
        for server in [scene.east, scene.west] {
            server.heal()
            server.forbid([])
            server.start(without: [])
            try await server.reappear()
        }
    }

    /// The number of versions that a restored store loses: more than a sequence writes after it, since a store that has
    /// passed the last known version again cannot be noticed.
    private static let lostVersions = 80

    /// Does one step and returns its name.
    private static func step(_ scene: LiveScene, _ random: inout SeededGenerator) async throws -> String {
        let isEast = random.chance(50)
        let server = isEast ? scene.east : scene.west
        let kind = random.pick(faultyKinds)
        let name: String
        switch random.below(11) {
        case 0, 1:
            let address = "10.\(isEast ? 1 : 2).1.\(1 + random.below(200))"
            let suffix = random.pick(["a", "b"])
            for text in Manifest.workload("web", suffix, ips: [address]) { try server.put(manifests: text) }
            name = "workload \(suffix) changed"
        case 2:
            let code = random.pick([403, 404, 410, 422, 429, 500])
            server.inject(.status(code, retryAfter: 0), into: kind, times: 1 + random.below(3))
            server.dropWatches(of: kind)
            name = "status \(code) of \(kind)"
        case 3:
            let fault = random.pick([.close, .truncated, .body("<html>")] as [TestFault])
            server.inject(fault, into: kind, .list, times: 2)
            name = "\(fault) of lists of \(kind)"
        case 4:
            server.inject(.watchLines([]), into: kind, .watch, .streamingList)
            server.dropWatches(of: kind)
            name = "silent watch of \(kind)"
        case 5:
            let isWithinLine = random.chance(50)
            server.dropWatches(isWithinLine: isWithinLine)
            name = "watches dropped\(isWithinLine ? " within a line" : "")"
        case 6:
            server.compact()
            server.dropWatches()
            name = "compacted"
        case 7:
            server.restore(to: server.resourceVersion - lostVersions)
            server.dropWatches()
            name = "restored to an older state"
        case 8:
            await server.disappear()
            server.start(without: random.chance(50) ? [.permissions] : [])
            try await server.reappear()
            name = "restarted"
        case 9:
            server.forbid([kind])
            server.dropWatches(of: kind)
            name = "\(kind) forbidden"
        default:
            guard var slice = server.object("endpointslices", "web-1", in: "shop") else { return "nothing" }
            slice["endpoints"] = random.chance(50) ? "none" : .array([["addresses": ["10.9.9.\(1 + random.below(9))"]]])
            try server.put(slice)
            name = "slice rewritten"
        }
        return "\(isEast ? "east" : "west"): \(name)"
    }
}

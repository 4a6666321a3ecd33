import Foundation
import KubernetesTestServer
import TestSupport
import Testing
import TranslationTestSupport

@Suite(
    "Sequences of faults over HTTP",
    .serialized,
    .timeLimit(.minutes(60)),
    .enabled(if: ProcessInfo.processInfo.environment["HTTP_FAULT_SEQUENCES"] != nil)
)
struct HTTPFaultSequenceTests {
    @Test("After each sequence the state of live clusters equals that of a fresh load", arguments: 0..<12)
    func sequence(seed: Int) async throws {
        try await LiveScene.play { scene in
            try scene.putSecret()
            var random = SeededGenerator(seed: UInt64(seed))
            while scene.endpoints < 3 { try await scene.settle(isChanged: false) }
            for _ in 0..<3 {
                for _ in 0..<4 { try await Self.step(scene, &random) }
                try await Self.heal(scene)
                try await scene.settle(isChanged: false)
            }
            // The sources continue to watch.
            for text in Manifest.workload("web", "last", ips: ["10.1.0.77"]) { try scene.east.put(manifests: text) }
            try await scene.settle()
        }
    }

    private static let kinds = ["services", "endpointslices", "pods"]

    private static func heal(_ scene: LiveScene) async throws {
        for server in [scene.east, scene.west] {
            server.heal()
            server.forbid([])
            server.start(without: [])
            server.streamLists(true)
            try await server.reappear()
        }
    }

    private static func step(_ scene: LiveScene, _ random: inout SeededGenerator) async throws {
        let isEast = random.chance(50)
        let server = isEast ? scene.east : scene.west
        let kind = random.pick(kinds)
        switch random.below(11) {
        case 0, 1:
            let address = "10.\(isEast ? 1 : 2).1.\(1 + random.below(200))"
            let suffix = random.pick(["a", "b"])
            for text in Manifest.workload("web", suffix, ips: [address]) { try server.put(manifests: text) }
        case 2:
            let codes = [403, 404, 410, 422, 429, 500]
            server.inject(.status(random.pick(codes), retryAfter: 0), into: kind, times: 1 + random.below(3))
            server.dropWatches(of: kind)
        case 3: server.inject(random.pick([.close, .truncated, .body("<html>")]), into: kind, .list, times: 2)
        case 4:
            server.inject(.watchLines([]), into: kind, .watch, .streamingList)
            server.dropWatches(of: kind)
        case 5: server.dropWatches(isWithinLine: random.chance(50))
        case 6:
            server.compact()
            server.dropWatches()
        case 7:
            server.restore(to: max(1, server.resourceVersion - 400))
            server.dropWatches()
        case 8:
            await server.disappear()
            server.start(without: random.chance(50) ? [.permissions] : [])
            try await server.reappear()
        case 9:
            server.forbid([kind])
            server.dropWatches(of: kind)
        default:
            guard var slice = server.object("endpointslices", "web-1", in: "shop") else { return }
            slice["endpoints"] = random.chance(50) ? "none" : .array([["addresses": ["10.9.9.\(1 + random.below(9))"]]])
            try server.put(slice)
        }
    }
}

import EndpointTranslation
import MeshModel
import TestSupport
import Testing
import TranslationTestSupport

@Suite("Ambient properties: random meshes in single and multi-network mode")
struct AmbientPropertyTests {
    private static let modes = [
        MeshFeatures(ambient: .single), MeshFeatures(ambient: .multiNetwork),
        MeshFeatures(ambient: .multiNetwork, ambientIngress: true),
    ]

    /// A mesh of a seed, with the rules that it is translated by.
    private struct Sample {
        let mesh: GeneratedMesh
        let semantics: TranslationSemantics
        let features: MeshFeatures
        var random: SeededGenerator

        init(seed: UInt64) {
            var generator = MeshGenerator(seed: seed, scope: .everything)
            let plain = generator.mesh()
            mesh = plain.withAmbientObjects(&generator.random)
            semantics = seed.isMultiple(of: 2) ? .standard : .istio130
            features = AmbientPropertyTests.modes[Int(seed / 2 % 3)]
            random = generator.random
        }

        func translated() throws -> TranslatedMesh { try mesh.plain.translated(semantics, features: features) }
    }

    @Test("The order of objects and files never changes a byte", arguments: RandomMesh.blocks(from: 5_000, count: 3))
    func propertiesOfOrder(seeds: Range<UInt64>) throws {
        var failures: [String] = []
        for seed in seeds {
            var sample = Sample(seed: seed)
            let first = try RandomMesh.answers(sample.mesh, sample.translated())
            let other = try sample.mesh.shuffled(&sample.random).translated(sample.semantics, features: sample.features)
            if try RandomMesh.answers(sample.mesh, other) != first { failures.append("seed \(seed)") }
        }
        #expect(failures == [])
    }

    @Test("Proxies with the same key get the same bytes", arguments: RandomMesh.blocks(from: 5_200, count: 3))
    func propertiesOfKeys(seeds: Range<UInt64>) throws {
        var failures: [String] = []
        for seed in seeds {
            let sample = Sample(seed: seed)
            let translated = try sample.translated()
            var known: [String: [ProxyViewKey: [UInt8]]] = [:]
            for question in RandomMesh.questions(sample.mesh, translated, seed: seed) {
                let found = translated.assignment(question.name, for: question.proxy)
                let bytes = try translated.encode(found.assignment)
                let key = ProxyViewKey(question.proxy, read: found.reading)
                let id = "\(question.name) \(found.reading)"
                if let other = known[id]?[key], other != bytes { failures.append(question.failure("bytes")) }
                known[id, default: [:]][key] = bytes
            }
        }
        #expect(failures == [])
    }

    @Test("Gateways and tunnels suit the proxy and its mode", arguments: RandomMesh.blocks(from: 5_400, count: 4))
    func propertiesOfHosts(seeds: Range<UInt64>) throws {
        var failures: [String] = []
        var tunnelled = 0
        var inTunnels = 0
        var redirected = 0
        for seed in seeds {
            let sample = Sample(seed: seed)
            let translated = try sample.translated()
            for question in RandomMesh.questions(sample.mesh, translated, seed: seed) {
                let assignment = translated.assignment(question.name, for: question.proxy).assignment
                if assignment.waypoint != nil { redirected += 1 }
                for host in assignment.groups.flatMap(\.hosts) {
                    if host.tunnel != nil { tunnelled += 1 }
                    switch host.target {
                    case .gateway(let gateway):
                        let isEntered = host.tunnel == nil ? gateway.port != 0 : gateway.hbonePort != 0
                        let isPortless = sample.semantics == .istio130 && question.proxy.kind != .sidecar
                        if !isEntered, !isPortless { failures.append(question.failure("gateway without a port")) }
                        guard host.tunnel != nil else { continue }
                        inTunnels += 1
                        if question.proxy.kind == .sidecar || sample.features.ambient == .single {
                            failures.append(question.failure("gateway by a tunnel"))
                        }
                    case .endpoint:
                        guard assignment.waypoint != nil else { continue }
                        if host.tunnel?.waypoint == nil { failures.append(question.failure("past the waypoint")) }
                        if question.proxy.kind != .router { failures.append(question.failure("redirected")) }
                    }
                }
            }
        }
        #expect(failures == [])
        #expect(tunnelled > 100, "hardly any endpoint is tunnelled")
        #expect(inTunnels > 5, "hardly any gateway is entered by a tunnel")
        #expect(redirected > 5, "hardly any request goes through a waypoint")
    }

    @Test(
        "In the standard rules a sidecar is never sent to port 15008",
        arguments: RandomMesh.blocks(from: 5_600, count: 2)
    )
    func propertiesOfSidecars(seeds: Range<UInt64>) throws {
        var failures: [String] = []
        for seed in seeds {
            let sample = Sample(seed: seed)
            let translated = try sample.mesh.plain.translated(.standard, features: sample.features)
            for question in RandomMesh.questions(sample.mesh, translated, seed: seed)
            where question.proxy.kind == .sidecar {
                let assignment = translated.assignment(question.name, for: question.proxy).assignment
                for host in assignment.groups.flatMap(\.hosts) {
                    guard case .gateway(let gateway) = host.target, gateway.port == 15_008 else { continue }
                    failures.append(question.failure(gateway.address))
                }
            }
        }
        #expect(failures == [])
    }
}

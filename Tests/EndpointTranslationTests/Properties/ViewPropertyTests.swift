import EndpointTranslation
import MeshModel
import TestSupport
import Testing
import TranslationTestSupport

@Suite("View properties: an assignment only depends on the properties of the proxy that were read")
struct ViewPropertyTests {
    @Test("Proxies with the same key get the same bytes", arguments: RandomMesh.blocks(from: 2_000, count: 8))
    func propertiesOfKeys(seeds: Range<UInt64>) throws {
        var failures: [String] = []
        var shared = 0
        for seed in seeds {
            var generator = MeshGenerator(seed: seed, scope: .everything)
            let mesh = generator.mesh().widened(seed: seed)
            let translated = try mesh.plain.translated(seed.isMultiple(of: 2) ? .standard : .istio130)
            let questions = RandomMesh.questions(mesh, translated, seed: seed)
            for question in questions {
                let found = translated.assignment(question.name, for: question.proxy)
                let bytes = try translated.encode(found.assignment)
                let key = ProxyViewKey(question.proxy, read: found.reading)
                var others = questions.filter { $0.name == question.name && $0.proxy != question.proxy }.map(\.proxy)
                others.append(Self.perturbed(question.proxy, unread: found.reading, &generator.random))
                for other in others where ProxyViewKey(other, read: found.reading) == key {
                    shared += 1
                    let again = translated.assignment(question.name, for: other)
                    if again.reading != found.reading { failures.append(question.failure("reads something else")) }
                    if try translated.encode(again.assignment) != bytes { failures.append(question.failure("bytes")) }
                }
            }
        }
        #expect(failures == [])
        #expect(shared > 50 * 45, "perturbed proxies have other keys")
    }

    /// Returns the proxy with everything changed that was not read.
    private static func perturbed(
        _ proxy: Proxy,
        unread reading: ProxyReading,
        _ random: inout SeededGenerator
    ) -> Proxy {
        var other = proxy
        other.id += "-other"
        if !reading.contains(.kind) { other.kind = random.pick([.sidecar, .router, .waypoint]) }
        if !reading.contains(.addressMode) { other.addressMode = random.pick([.v4, .v6, .dual]) }
        if !reading.contains(.network) { other.network = NetworkID(random.pick(MeshGenerator.networks + [""])) }
        if !reading.contains(.cluster) { other.cluster = ClusterID(random.pick(["c1", "c2", "c9", ""])) }
        if !reading.contains(.namespace) { other.namespace = random.pick(["pay", "istio-system"]) }
        let unseen = ["n3", "n7", "unknown"].map { NetworkID($0) }.filter { !reading.viewedNetworks.contains($0) }
        if reading.viewedNetworks.isEmpty { other.request(networks: [NetworkID("n3")]) }
        if !proxy.networkView.isEmpty { other.request(networks: proxy.networkView + unseen) }
        if !reading.contains(.nodeName) { other.nodeName = random.pick(["node-1", "node-7"]) }
        if !reading.contains(.locality) { other.locality = Locality(label: random.pick(MeshGenerator.localities)) }
        if !reading.contains(.labels) {
            other.labels = ["version": "v3", "app": "other", LabelKey.region: "r7", LabelKey.network: "n9"]
            for key in reading.labelKeys { other.labels[key] = proxy.labels[key] }
        }
        return other
    }
}

import EndpointTranslation
import EnvoyMessages
import Foundation
import MeshModel
import MeshSources
import NetworkInference
import Testing
import TextFormats

/// Compares our answers for one directory with the recorded ones.
struct Comparison {
    /// An answer that differs.
    struct Mismatch: CustomStringConvertible {
        let proxy: Int
        let name: String
        let ours: ComparableAssignment
        let theirs: ComparableAssignment

        var description: String { "proxy \(proxy), \(name)\n  ours: \(ours)\n  recorded: \(theirs)" }
    }

    private let reference: ReferenceCase

    init(_ reference: ReferenceCase) { self.reference = reference }

    /// How much there is to compare.
    func count() throws -> Counts {
        var counts = Counts(directories: 1)
        let excluded = try reference.excluded()
        while let recorded = try reference.expected("\(counts.proxies)") as? [String: Any] {
            counts.assignments += recorded.keys.filter { excluded[counts.proxies]?.contains($0) != true }.count
            counts.proxies += 1
        }
        return counts
    }

    /// Compares everything.
    func run() throws {
        for mismatch in try mismatches() {
            #expect(mismatch.ours == mismatch.theirs, "\(mismatch.proxy), \(mismatch.name)")
        }
    }

    /// The answers that differ; gateways and the lists of names are checked on the way.
    func mismatches() throws -> [Mismatch] {
        let mesh = try MeshDirectoryReader().read(directory: reference.path)
        let inference = MeshInference(
            semantics: try TranslationSemantics(parsing: reference.ruleSet),
            features: try reference.features()
        )
        let snapshot = try inference.snapshot(of: mesh)
        try compareGateways(snapshot)
        let translator = EndpointTranslator(snapshot)
        let proxies = ProxyInference(snapshot)
        let excluded = try reference.excluded()
        var mismatches: [Mismatch] = []
        for (number, declared) in mesh.proxies.enumerated() {
            let recorded = try #require(try reference.expected("\(number)") as? [String: Any])
            let proxy = proxies.proxy(for: declared.node)
            #expect(Set(recorded.keys) == Set(declared.resources))
            for name in recorded.keys.sorted() where excluded[number]?.contains(name) != true {
                var view = RecordingProxyView(proxy)
                let bytes = try AssignmentEncoding.encode(translator.translate(name, for: &view))
                let text = try MessageJSON().value(of: .clusterLoadAssignment, bytes).text()
                let ours = try ComparableAssignment(json: JSONSerialization.jsonObject(with: Data(text.utf8)))
                let theirs = try ComparableAssignment(json: #require(recorded[name]))
                if ours != theirs {
                    mismatches.append(Mismatch(proxy: number, name: name, ours: ours, theirs: theirs))
                }
            }
        }
        #expect(try reference.expected("\(mesh.proxies.count)") == nil, "answers for proxies that are not declared")
        return mismatches
    }

    private func compareGateways(_ snapshot: MeshSnapshot) throws {
        // Some folders were recorded without gateways; a mesh without any was recorded as null.
        guard let answer = try reference.expected("gateways") else { return }
        let recorded = answer is NSNull ? [] : try #require(answer as? [Any])
        let ours = snapshot.gateways.gateways.map { gateway -> [String: Any] in
            [
                "address": gateway.address, "cluster": gateway.cluster.name, "hbonePort": gateway.hbonePort,
                "network": gateway.network.name, "port": gateway.port,
            ]
        }
        #expect(
            try ours.map(ComparableAssignment.canonical).sorted()
                == recorded.map(ComparableAssignment.canonical).sorted(),
            "gateways of \(reference.name)"
        )
    }
}

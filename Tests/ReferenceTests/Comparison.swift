import EndpointTranslation
import EnvoyMessages
import Foundation
import MeshModel
import MeshSources
import NetworkInference
import Testing
import TextFormats

/// How much was compared.
struct Counts: CustomStringConvertible {
    var directories = 0
    var proxies = 0
    var assignments = 0

    mutating func add(_ other: Counts) {
        directories += other.directories
        proxies += other.proxies
        assignments += other.assignments
    }

    var description: String { "\(directories) directories, \(proxies) proxies, \(assignments) assignments" }
}

/// Compares our answers for one directory with the recorded ones.
struct Comparison {
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
        let mesh = try MeshDirectoryReader().read(directory: reference.path)
        let snapshot = try MeshInference(semantics: .istio130, features: reference.features()).snapshot(of: mesh)
        try compareGateways(snapshot)
        let translator = EndpointTranslator(snapshot)
        let inference = ProxyInference(snapshot)
        let excluded = try reference.excluded()
        for (number, declared) in mesh.proxies.enumerated() {
            let recorded = try #require(try reference.expected("\(number)") as? [String: Any])
            let proxy = inference.proxy(for: declared.node)
            #expect(Set(recorded.keys) == Set(declared.resources))
            for name in recorded.keys.sorted() where excluded[number]?.contains(name) != true {
                var view = RecordingProxyView(proxy)
                let bytes = try AssignmentEncoding.encode(translator.translate(name, for: &view))
                let text = try MessageJSON().value(of: .clusterLoadAssignment, bytes).text()
                let ours = try ComparableAssignment(json: JSONSerialization.jsonObject(with: Data(text.utf8)))
                let theirs = try ComparableAssignment(json: #require(recorded[name]))
                #expect(ours == theirs, "proxy \(number), \(name)")
            }
        }
        #expect(try reference.expected("\(mesh.proxies.count)") == nil, "answers for proxies that are not declared")
    }

    private func compareGateways(_ snapshot: MeshSnapshot) throws {
        let answer = try #require(try reference.expected("gateways"))
        // A mesh without gateways was recorded as null.
        let recorded = answer is NSNull ? [] : try #require(answer as? [Any])
        let ours = snapshot.gateways.gateways.map { gateway -> [String: Any] in
            [
                "address": gateway.address, "cluster": gateway.cluster.name, "hbonePort": gateway.hbonePort,
                "network": gateway.network.name, "port": gateway.port,
            ]
        }
        #expect(
            try ours.map(ComparableAssignment.canonical).sorted()
                == recorded.map(ComparableAssignment.canonical).sorted()
        )
    }
}

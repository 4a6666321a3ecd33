import AssignmentComparison
import EndpointTranslation
import Foundation
import MeshModel
import MeshSources
import NetworkInference
import TranslationTestSupport

/// The recorded meshes of this repository, with the answers of a real istiod.
struct Corpus: Sendable, CustomStringConvertible {
    let description: String
    let path: String

    static let all: [Corpus] = {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .appendingPathComponent("../ReferenceTests/Fixtures").standardized.path
        return ["cases", "random"].flatMap { group in
            let names = (try? FileManager.default.contentsOfDirectory(atPath: "\(root)/\(group)")) ?? []
            return names.sorted().map { Corpus(description: $0, path: "\(root)/\(group)/\($0)") }
        }.filter { FileManager.default.fileExists(atPath: $0.path + "/proxies.yaml") }
    }()

    /// Returns the assignments of the mesh's proxies.
    func answers(
        _ semantics: TranslationSemantics
    ) throws -> [(node: String, assignments: [ComparableAssignment])] {
        let mesh = try MeshDirectoryReader().read(directory: path)
        return try Self.answers(mesh, semantics)
    }

    /// Returns the assignments of a mesh's proxies.
    static func answers(
        _ mesh: MeshDirectory,
        _ semantics: TranslationSemantics
    ) throws -> [(node: String, assignments: [ComparableAssignment])] {
        let translated = TranslatedMesh(try MeshInference(semantics: semantics).snapshot(of: mesh))
        return try mesh.proxies.map { declared in
            let proxy = translated.proxy(declared.node)
            return (
                declared.node.id,
                try declared.resources.map { name in
                    let assignment = translated.assignment(name, for: proxy).assignment
                    let encoded = EncodedAssignment(
                        name: name,
                        presence: assignment.presence,
                        bytes: try translated.encode(assignment)
                    )
                    return try ComparableAssignment(encoded, of: assignment, in: translated.snapshot)
                }
            )
        }
    }

    /// Returns one side of a comparison; proxies are identified by their number.
    static func set(
        _ answers: [(node: String, assignments: [ComparableAssignment])]
    ) -> AssignmentSet {
        AssignmentSet(
            kind: .mesh,
            proxies: answers.enumerated().map { number, answer in
                let byName = answer.assignments.map { ($0.name, $0) }
                return .init(node: "\(number)", assignments: Dictionary(byName) { first, _ in first })
            }
        )
    }

    /// Returns the recorded answer of a real istiod to a proxy, without the parts that the recording could not
    /// determine.
    func recorded(_ number: Int) throws -> Dump {
        let folder = URL(fileURLWithPath: path + "/expected")
        var dump = try DumpReader.read(Array(Data(contentsOf: folder.appendingPathComponent("\(number).json"))))
        if let data = try? Data(contentsOf: folder.appendingPathComponent("excluded.json")),
            let pairs = try JSONSerialization.jsonObject(with: data) as? [[Any]]
        {
            for pair in pairs where pair.first as? Int == number {
                dump.proxies[0].passedOver[pair.last as? String ?? ""] = "not settled"
            }
        }
        return dump
    }
}

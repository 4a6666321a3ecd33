import Foundation
import MeshModel
import MeshOverview
import MeshSources
import NetworkInference
import Testing
import TranslationTestSupport

/// A mesh directory of the reference's fixtures, with a rule set.
struct FixtureMesh: Sendable, CustomTestStringConvertible {
    let name: String
    let path: String
    let rules: String

    var testDescription: String { "\(name), \(rules)" }

    /// All meshes with both rule sets; the whole recorded corpus if `EDS_TRANSLATOR_REFERENCE` names its folder.
    static let all: [FixtureMesh] = ["standard", "istio-1.30"].flatMap { rules in
        ["cases", "random"].flatMap { group -> [FixtureMesh] in
            let corpus = ProcessInfo.processInfo.environment["EDS_TRANSLATOR_REFERENCE"]
            let folder = (corpus ?? Repository.root + "/Tests/ReferenceTests/Fixtures") + "/" + group
            let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
            return names.sorted()
                .filter { FileManager.default.fileExists(atPath: "\(folder)/\($0)/clusters") }
                .map { FixtureMesh(name: "\(group)/\($0)", path: "\(folder)/\($0)", rules: rules) }
        }
    }

    func directory() throws -> MeshDirectory { try MeshDirectoryReader().read(directory: path) }

    func inference() throws -> MeshInference { MeshInference(semantics: try TranslationSemantics(parsing: rules)) }

    /// Returns the mesh and its overview, or `nil` if the rules refuse it.
    func overview() throws -> (directory: MeshDirectory, snapshot: MeshSnapshot, overview: MeshOverview)? {
        let directory = try directory()
        let inference = try inference()
        guard let snapshot = try? inference.snapshot(of: directory) else { return nil }
        return (directory, snapshot, try MeshOverview(of: directory, by: inference, snapshot: snapshot))
    }
}

/// Paths of this repository.
enum Repository {
    static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().path
}

extension TestMesh {
    /// Returns the overview of the mesh.
    func overview(_ rules: String = "standard") throws -> MeshOverview {
        let inference = MeshInference(semantics: try TranslationSemantics(parsing: rules))
        return try MeshOverview(of: directory(), by: inference)
    }
}

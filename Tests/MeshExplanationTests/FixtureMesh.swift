import Foundation
import MeshModel
import MeshSources
import Testing

/// A recorded mesh directory.
struct FixtureMesh: Sendable, CustomTestStringConvertible {
    let name: String
    private let path: String

    var testDescription: String { name }

    /// The directories of this repository.
    static let all: [FixtureMesh] = {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .appendingPathComponent("../ReferenceTests/Fixtures").standardized.path
        return ["cases", "random", "ambient"].flatMap { group -> [FixtureMesh] in
            let names = (try? FileManager.default.contentsOfDirectory(atPath: "\(root)/\(group)")) ?? []
            return names.sorted().map { FixtureMesh(name: "\(group)/\($0)", path: "\(root)/\(group)/\($0)") }
        }.filter { FileManager.default.fileExists(atPath: "\($0.path)/mesh-directory.yaml") }
    }()

    func directory() throws -> MeshDirectory { try MeshDirectoryReader().read(directory: path) }
}

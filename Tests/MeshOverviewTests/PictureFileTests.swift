import Foundation
import MeshModel
import MeshOverview
import MeshSources
import NetworkInference
import Testing
import TranslationTestSupport

@Suite("The pictures in the documents")
struct PictureFileTests {
    private static let files: [(name: String, make: @Sendable () throws -> String)] = [
        ("west-east", { MeshDiagram(try example("west-east")).svg() }),
        ("thread", { MeshDiagram(try example("thread")).svg() }),
        ("thread-from-network-a", { MeshDiagram(try example("thread"), view: "network-a").svg() }),
        ("twelve-networks", { MeshDiagram(try ManyNetworks.mesh(12).overview()).svg() }),
    ]

    private static func example(_ name: String) throws -> MeshOverview {
        let directory = try MeshDirectoryReader().read(directory: "\(Repository.root)/Examples/\(name)")
        let overview = try MeshOverview(of: directory, by: MeshInference(semantics: .standard))
        return overview.named(withoutFolder: "\(Repository.root)/")
    }

    /// With `UPDATE_PICTURES=1` the files are written anew, to be looked at.
    @Test("are what the program draws", arguments: files.indices)
    func picture(_ number: Int) throws {
        let (name, make) = Self.files[number]
        let path = "\(Repository.root)/Docs/pictures/\(name).svg"
        let drawn = try make()
        if ProcessInfo.processInfo.environment["UPDATE_PICTURES"] == "1" {
            try drawn.write(toFile: path, atomically: true, encoding: .utf8)
        }
        #expect(try String(contentsOfFile: path, encoding: .utf8) == drawn, "UPDATE_PICTURES=1 writes it anew")
    }
}

extension MeshOverview {
    /// The overview with gateways' objects named as from inside of a folder: their places are told in pictures.
    func named(withoutFolder folder: String) -> MeshOverview {
        var result = self
        for index in result.gateways.indices {
            let provenance = result.gateways[index].provenance
            guard let object = provenance.object else { continue }
            let location = SourceLocation(
                file: object.location.file.replacingOccurrences(of: folder, with: ""),
                line: object.location.line,
                column: object.location.column
            )
            let reference = ObjectReference(
                kind: object.kind,
                namespace: object.namespace,
                name: object.name,
                cluster: object.cluster,
                location: location
            )
            result.gateways[index].provenance = Provenance(rule: provenance.rule, object: reference)
        }
        return result
    }
}

import Foundation
import MeshModel
import MeshOverview
import MeshSources
import NetworkInference
import Testing
import TranslationTestSupport

@Suite("Diagrams in the documents")
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

    /// Set `UPDATE_PICTURES=1` to write the files, then review them.
    @Test("The pictures in Docs are up to date", arguments: files.indices)
    func picture(_ number: Int) throws {
        let (name, make) = Self.files[number]
        let path = "\(Repository.root)/Docs/pictures/\(name).svg"
        let drawn = try make()
        if ProcessInfo.processInfo.environment["UPDATE_PICTURES"] == "1" {
            try drawn.write(toFile: path, atomically: true, encoding: .utf8)
        }
        #expect(try String(contentsOfFile: path, encoding: .utf8) == drawn, "set UPDATE_PICTURES=1 to update it")
    }
}

extension MeshOverview {
    /// Returns the overview with places relative to a folder, since diagrams contain places.
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

import Foundation
import MeshLint
import MeshModel
import Testing

@Suite("Lint on a large mesh")
struct LargeMeshTests {
    @Test("The number of findings does not grow with the size of the mesh")
    func findings() throws {
        let small = try LintedMesh(mesh: LargeMesh(networks: 12, services: 60, endpoints: 600).files()).report()
        let larger = try LintedMesh(mesh: LargeMesh(networks: 12, services: 600, endpoints: 6_000).files()).report()
        #expect(small.findings.map(\.code) == larger.findings.map(\.code))
        #expect(Set(larger.findings.map(\.code)).isSuperset(of: ["SH034", "SH013"]))
        #expect(larger.findings.count < 40)
    }

    /// For manual measurements: `WRITE_LARGE_MESH=<folder> swift test --filter LargeMeshTests`.
    @Test("The large mesh is written to the folder in WRITE_LARGE_MESH", .enabled(if: folder != nil))
    func write() throws {
        let folder = try #require(Self.folder)
        try LargeMesh().write(to: folder + "/slices")
        try LargeMesh(hasPods: true).write(to: folder + "/pods")
    }

    private static let folder = ProcessInfo.processInfo.environment["WRITE_LARGE_MESH"]
}

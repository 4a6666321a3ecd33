import EnvoyHarness
import Foundation

/// The bundled mesh, copied to a temporary folder for the server to read.
struct MeshDirectory {
    let directory: TemporaryDirectory
    private var texts: [String: String] = [:]

    /// Returns the original text of a file.
    func original(_ file: String) throws -> String {
        guard let text = texts[file] else { throw HarnessError(.missingTool, "\(file): expected it in the example") }
        return text
    }

    /// The path of the folder.
    var path: String { directory.path }

    /// Copies the example, with the actual ports of its workloads and gateways.
    init(copying example: String, as mesh: DemoMesh) throws {
        directory = try TemporaryDirectory(named: "mesh")
        let files = FileManager.default.enumerator(atPath: example)?.compactMap { $0 as? String } ?? []
        guard !files.isEmpty else {
            throw HarnessError(.missingTool, "\(example): expected the folder of the example mesh")
        }
        for file in files.sorted() where file.hasSuffix(".yaml") {
            let text = try String(contentsOfFile: example + "/" + file, encoding: .utf8)
                .replacingOccurrences(of: ": \(DemoMesh.workloadPort)\n", with: ": \(mesh.workloadPort)\n")
                .replacingOccurrences(of: ": \(DemoMesh.gatewayPort)\n", with: ": \(mesh.gatewayPort)\n")
            try directory.write(text, to: file)
            texts[file] = text
        }
    }
}

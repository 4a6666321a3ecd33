import Foundation
import MeshLint
import MeshModel
import MeshSources
import NetworkInference
import Testing

@Suite("Lint on recorded meshes")
struct FixtureTests {
    static let meshes: [String] = {
        let repository = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("../..")
        let groups = ["Examples", "Tests/ReferenceTests/Fixtures/cases", "Tests/ReferenceTests/Fixtures/random"]
        return groups.flatMap { group -> [String] in
            let folder = repository.appendingPathComponent(group).path
            let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
            return names.sorted().map { "\(folder)/\($0)" }
                .filter { FileManager.default.fileExists(atPath: "\($0)/clusters") }
        }
    }()

    private func files(_ path: String) throws -> [SourceFile] {
        try FileTree.files(below: path, limits: ReadingLimits()).filter { !$0.path.hasPrefix("expected/") }
    }

    private func report(_ files: [SourceFile], _ semantics: TranslationSemantics) throws -> LintReport {
        var reader = MeshDirectoryReader()
        reader.isLenient = true
        let mesh = try reader.read(files: files, displayName: "mesh")
        return Linter().report(on: try LintContext(mesh, MeshInference(semantics: semantics)))
    }

    @Test("The lint report does not depend on the order of files", arguments: meshes)
    func order(_ path: String) throws {
        let files = try files(path)
        for semantics in [TranslationSemantics.standard, .istio130] {
            let first = try report(files, semantics)
            #expect(try report(files.shuffled(), semantics) == first)
            #expect(try report(files.reversed(), semantics) == first)
        }
    }

    @Test("The lint findings do not depend on the order of objects within files", arguments: meshes)
    func objects(_ path: String) throws {
        let files = try files(path)
        let turned = files.map { file -> SourceFile in
            guard file.path.hasPrefix("clusters/"), file.path.hasSuffix(".yaml") else { return file }
            let text = String(decoding: file.bytes, as: UTF8.self)
            let documents = text.components(separatedBy: "\n---\n").reversed()
            return SourceFile(
                path: file.path,
                displayName: file.displayName,
                bytes: Array(documents.joined(separator: "\n---\n").utf8)
            )
        }
        func said(_ files: [SourceFile]) throws -> [String] {
            try report(files, .standard).findings.map { "\($0.code) \($0.severity) \($0.objectName) \($0.key)" }
                .sorted()
        }
        #expect(try said(turned) == said(files))
    }

    @Test("The linter survives mangled files", arguments: meshes)
    func mangled(_ path: String) throws {
        for step in [3, 7, 13] {
            let mangled = try files(path).enumerated().map { number, file -> SourceFile in
                // The file that names the config cluster stays intact, so that there is a mesh at all.
                guard file.path != "mesh-directory.yaml" else { return file }
                let lines = String(decoding: file.bytes, as: UTF8.self).split(separator: "\n")
                let kept = lines.enumerated().filter { ($0.offset + number) % step != 1 }.map(\.element)
                return SourceFile(path: file.path, text: kept.joined(separator: "\n"))
            }
            for semantics in [TranslationSemantics.standard, .istio130] {
                let report = try report(mangled, semantics)
                let texts = [
                    TextRenderer().text(report), JSONRenderer().text(report), SARIFRenderer(version: "1").text(report),
                    JUnitRenderer(failing: .info).text(report), GitHubRenderer().text(report),
                ]
                #expect(texts.allSatisfy { text in report.findings.allSatisfy { text.contains($0.code) } })
            }
        }
    }

    @Test("The recorded meshes exist")
    func presence() { #expect(Self.meshes.count > 40) }
}

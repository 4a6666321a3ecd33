import EndpointTranslation
import Foundation
import MeshModel
import MeshSources
import NetworkInference
import Testing

/// Where recorded meshes and the bytes that were recorded of them are; the test runs where both are given.
private enum Recording {
    static let meshes = ProcessInfo.processInfo.environment["RECORDED_MESHES"]
    static let bytes = ProcessInfo.processInfo.environment["RECORDED_ASSIGNMENTS"]
}

@Suite("With all features off")
struct AmbientOffTests {
    @Test(
        "every recorded assignment has the bytes that it had before there were any",
        .enabled(if: Recording.meshes != nil && Recording.bytes != nil),
        arguments: ["standard", "istio-1.30"]
    )
    func recorded(semantics: String) throws {
        let folder = try #require(Recording.meshes)
        let file = try #require(Recording.bytes) + "-" + semantics
        let now = try lines(below: folder, semantics: TranslationSemantics(parsing: semantics))
        guard FileManager.default.fileExists(atPath: file) else {
            try now.joined(separator: "\n").write(toFile: file, atomically: true, encoding: .utf8)
            Issue.record("nothing was recorded yet; \(now.count) assignments are recorded now")
            return
        }
        let before = try String(contentsOfFile: file, encoding: .utf8).components(separatedBy: "\n")
        #expect(now.count == before.count)
        for (now, before) in zip(now, before) where now != before { Issue.record("\(before) became \(now)") }
    }

    private func lines(below folder: String, semantics: TranslationSemantics) throws -> [String] {
        var lines: [String] = []
        for name in try FileManager.default.contentsOfDirectory(atPath: folder).sorted() {
            guard let mesh = try? MeshDirectoryReader().read(directory: "\(folder)/\(name)"),
                let snapshot = try? MeshInference(semantics: semantics).snapshot(of: mesh)
            else {
                lines.append("\(name) is refused")
                continue
            }
            let translator = EndpointTranslator(snapshot)
            let encoding = AssignmentEncoding(snapshot)
            for (index, declared) in mesh.proxies.enumerated() {
                let proxy = ProxyInference(snapshot).proxy(for: declared.node)
                for resource in declared.resources {
                    var view = RecordingProxyView(proxy)
                    let assignment = translator.translate(resource, for: &view)
                    let bytes = try? encoding.encode(assignment)
                    let text = bytes.map { $0.map { String($0, radix: 16) }.joined(separator: ".") } ?? "none"
                    let key = ProxyViewKey(proxy, read: view.reading)
                    lines.append("\(name) \(index) \(resource) \(text) \(key)")
                }
            }
        }
        return lines
    }
}

import Foundation
import MeshSources
import Testing

@Suite("Repeated reading of a directory")
struct ReadFilesTests {
    private let folder = FileManager.default.temporaryDirectory.appending(path: "read-\(UUID().uuidString)")

    @Test("Files with unchanged content are reused, also if they were written again")
    func sameFiles() throws {
        defer { remove() }
        try write("clusters/a/one.yaml", Self.namespace("one"))
        try write("clusters/a/two.yaml", Self.namespace("two"))
        var files = ReadFiles()
        let first = try read(&files)
        try write("clusters/a/one.yaml", Self.namespace("one"))
        let second = try read(&files)
        let isSame = Self.objects(first).elementsEqual(Self.objects(second), by: ===)
        #expect(isSame)
        #expect(second.clusters[0].namespaces.map(\.metadata.name) == ["one", "two"])
    }

    @Test("Only changed, added and removed files are read again")
    func changedFiles() throws {
        defer { remove() }
        for name in ["one", "two", "three"] { try write("clusters/a/\(name).yaml", Self.namespace(name)) }
        var files = ReadFiles()
        let first = try read(&files)
        // The same length as before, within the same tick of the clock.
        try write("clusters/a/one.yaml", Self.namespace("eno"))
        try FileManager.default.removeItem(at: folder.appending(path: "clusters/a/two.yaml"))
        try write("clusters/a/zero.yaml", Self.namespace("zero"))
        let second = try read(&files)
        #expect(second.clusters[0].namespaces.map(\.metadata.name).sorted() == ["eno", "three", "zero"])
        let kept = Self.objects(second).filter { object in Self.objects(first).contains { $0 === object } }
        #expect(kept.map(\.path) == ["clusters/a/three.yaml"])
    }

    @Test("The same errors are reported every time, until they are corrected")
    func mistakes() throws {
        defer { remove() }
        try write("clusters/a/one.yaml", Self.namespace("one"))
        try write("clusters/a/two.yaml", Self.namespace("one"))
        var files = ReadFiles()
        let first = mistakes(&files)
        #expect(first.count == 1)
        #expect(mistakes(&files) == first)
        try write("clusters/a/two.yaml", Self.namespace("two"))
        let mended = try read(&files)
        #expect(mended.clusters[0].namespaces.count == 2)
    }

    @Test("Everything is read again for another system namespace, which selects ConfigMaps")
    func systemNamespace() throws {
        defer { remove() }
        try write(
            "clusters/a/config.yaml",
            """
            apiVersion: v1
            kind: ConfigMap
            metadata: {name: istio, namespace: mesh-system}
            data: {mesh: "trustDomain: other"}
            """
        )
        var files = ReadFiles()
        let first = try read(&files)
        #expect(first.meshConfig.trustDomain == "cluster.local")
        try write("mesh-directory.yaml", "systemNamespace: mesh-system\n")
        let second = try read(&files)
        #expect(second.meshConfig.trustDomain == "other")
    }

    private func read(_ files: inout ReadFiles) throws -> MeshDirectory {
        try MeshDirectoryReader().read(directory: folder.path, remembering: &files)
    }

    private func mistakes(_ files: inout ReadFiles) -> [String] {
        do {
            _ = try read(&files)
            return []
        } catch let error as InputErrors {
            return error.errors.map(\.description)
        } catch {
            return ["\(error)"]
        }
    }

    private func write(_ path: String, _ text: String) throws {
        let file = folder.appending(path: path)
        try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try text.write(to: file, atomically: true, encoding: .utf8)
    }

    private func remove() { try? FileManager.default.removeItem(at: folder) }

    private static func objects(_ mesh: MeshDirectory) -> [FileObjects] { mesh.clusters.flatMap(\.files) }

    private static func namespace(_ name: String) -> String {
        "apiVersion: v1\nkind: Namespace\nmetadata: {name: \(name)}\n"
    }
}

import Foundation

/// A temporary folder for one test.
struct TemporaryFolder: Sendable {
    private let root: String

    static func use(_ body: (TemporaryFolder) async throws -> Void) async throws {
        let folder = TemporaryFolder(root: "/tmp/kubernetes-\(UInt64.random(in: 0 ... .max))")
        try FileManager.default.createDirectory(atPath: folder.root, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder.root) }
        try await body(folder)
    }

    func path(_ name: String) -> String { "\(root)/\(name)" }

    func write(_ text: String, to name: String, isExecutable: Bool = false) throws {
        let url = URL(fileURLWithPath: path(name))
        try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(text.utf8).write(to: url, options: .atomic)
        if isExecutable { try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: url.path) }
    }

    func read(_ name: String) -> String { (try? String(contentsOfFile: path(name), encoding: .utf8)) ?? "" }
}

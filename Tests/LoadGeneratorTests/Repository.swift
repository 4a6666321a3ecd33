import Foundation

/// Paths of this repository.
enum Repository {
    /// The root folder.
    static let root: String = {
        var root = URL(fileURLWithPath: #filePath)
        for _ in 0..<3 { root.deleteLastPathComponent() }
        return root.path
    }()

    /// The mesh directory of the examples.
    static let example = root + "/Examples/west-east"

    /// The program of this package: the value of `EDS_TRANSLATOR_BINARY`, otherwise the one beside the tests.
    static var program: String {
        let chosen = ProcessInfo.processInfo.environment["EDS_TRANSLATOR_BINARY"] ?? ""
        guard chosen.isEmpty else { return chosen }
        let running = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent().path
        return [running, root + "/.build/debug"].map { $0 + "/eds-translator" }
            .first(where: FileManager.default.isExecutableFile) ?? "eds-translator"
    }
}

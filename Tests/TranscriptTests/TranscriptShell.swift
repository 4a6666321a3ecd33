import EnvoyHarness
import Foundation

/// Runs the commands of one transcript, in order, in a folder of their own that sees the repository's examples.
struct TranscriptShell {
    private let folder: TemporaryDirectory
    private let work: URL

    init() throws {
        folder = try TemporaryDirectory(named: "transcript")
        work = URL(fileURLWithPath: folder.file("work"))
        try FileManager.default.createDirectory(at: work, withIntermediateDirectories: true)
        for name in ["Docs", "Examples", "Tests", "Tools"] {
            try FileManager.default.createSymbolicLink(
                atPath: work.appendingPathComponent(name).path,
                withDestinationPath: BuiltProduct.repository + "/" + name
            )
        }
    }

    /// The lines that a command prints, then those of its errors, then its status if that is not 0.
    func run(_ command: String) throws -> [String] {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/bin/bash")
        process.arguments = ["-c", command]
        process.currentDirectoryURL = work
        var environment = ProcessInfo.processInfo.environment.filter { !$0.key.hasPrefix("CI") && $0.key != "NO_COLOR" }
        let program = URL(fileURLWithPath: try BuiltProduct.server()).deletingLastPathComponent().path
        environment["PATH"] = program + ":" + (environment["PATH"] ?? "/usr/bin:/bin")
        process.environment = environment
        // Files instead of pipes: however much is written, nothing waits for a reader.
        let outputPath = try folder.write("", to: "output")
        let errorPath = try folder.write("", to: "errors")
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = try FileHandle(forWritingTo: URL(fileURLWithPath: outputPath))
        process.standardError = try FileHandle(forWritingTo: URL(fileURLWithPath: errorPath))
        try process.run()
        process.waitUntilExit()
        var lines: [String] = []
        for path in [outputPath, errorPath] {
            let text = try String(contentsOfFile: path, encoding: .utf8)
            lines += text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
            // The last line's break ends it; it does not begin another one.
            if lines.last == "" { lines.removeLast() }
        }
        if process.terminationStatus != 0 { lines.append("(exit status \(process.terminationStatus))") }
        return lines
    }

    /// Removes the folder.
    func close() { folder.remove() }
}

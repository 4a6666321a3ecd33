import EnvoyHarness
import Foundation

/// One run of the program: its output and its exit status.
struct CommandRun {
    let status: Int32
    let output: Data
    let errors: String

    /// Runs the program to its end.
    init(_ arguments: String...) throws { try self.init(arguments) }

    /// Runs the program to its end.
    ///
    /// - Parameters:
    ///   - environment: added to this program's environment, without `CI`.
    ///   - directory: the current directory; the repository unless given.
    ///   - input: the file that is standard input; empty unless given.
    init(
        _ arguments: [String],
        environment: [String: String] = [:],
        in directory: String = BuiltProduct.repository,
        input: String? = nil
    ) throws {
        let process = Process()
        process.environment = ProcessInfo.processInfo.environment.filter { $0.key != "CI" }
            .merging(environment) { _, new in new }
        process.executableURL = URL(fileURLWithPath: try BuiltProduct.server())
        process.arguments = arguments
        process.currentDirectoryURL = URL(fileURLWithPath: directory)
        // Files instead of pipes, so that no write waits for a reader.
        let folder = try TemporaryDirectory(named: "command")
        defer { folder.remove() }
        let outputPath = try folder.write("", to: "output")
        let errorPath = try folder.write("", to: "errors")
        process.standardInput = input.flatMap { FileHandle(forReadingAtPath: $0) } ?? FileHandle.nullDevice
        process.standardOutput = try FileHandle(forWritingTo: URL(fileURLWithPath: outputPath))
        process.standardError = try FileHandle(forWritingTo: URL(fileURLWithPath: errorPath))
        try process.run()
        process.waitUntilExit()
        status = process.terminationStatus
        output = try Data(contentsOf: URL(fileURLWithPath: outputPath))
        errors = try String(contentsOfFile: errorPath, encoding: .utf8)
    }

    /// Standard output as text.
    var text: String { String(decoding: output, as: UTF8.self) }
}

import EnvoyHarness

/// Runs `translate -o envoy` on a mesh directory and waits for its end.
func translate(
    _ mesh: TemporaryDirectory,
    into folder: String,
    _ arguments: [String] = []
) async throws {
    try await run(["translate", mesh.path, "-o", "envoy", "--output-dir", folder] + arguments)
}

/// Runs the program to its end and returns its output lines.
@discardableResult
func run(_ arguments: [String]) async throws -> [String] {
    let command = try ChildProcess(try BuiltProduct.server(), arguments)
    let exit = await command.exit(within: .seconds(60))
    await command.stop()
    guard exit == .status(0) else {
        throw HarnessError(.exitedEarly, "\(arguments): \(exit.map { "\($0)" } ?? "no end"): \(command.output.tail())")
    }
    // The last lines may still be in the pipe when the process has ended.
    try await eventually("all output") { command.output.hasEnded ? true : nil }
    return command.output.lines
}

internal import ArgumentParser
internal import LoadGenerator
internal import ServerRuntime

#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#elseif canImport(Darwin)
    internal import Darwin
#endif

/// `load run`, the default subcommand of `load`: makes a run.
struct LoadRunCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run",
        abstract: "Run simulated Envoys against a server.",
        discussion: """
            Progress goes to standard error, the table at the end to standard output.

            EXAMPLES:
              eds-translator load run --serve Examples/west-east --connections 10 --rate 5 --duration 5s --json run.json
            """
    )

    @OptionGroup(title: "Server") var server: LoadServerOptions
    @OptionGroup(title: "Server with TLS") var tls: ClientTLSOptions
    @OptionGroup(title: "Clients") var clients: LoadClientOptions
    @OptionGroup(title: "Changes") var changes: LoadChangeOptions
    @OptionGroup(title: "Result") var requirements: RequirementOptions

    @Option(
        help: ArgumentHelp("Write the complete result as JSON.", valueName: "file"),
        completion: .file()
    )
    var json: String?

    @Flag(help: "Print no progress.")
    var quiet = false

    func run() async throws {
        var plan = try makePlan()
        plan.tls = try tls.context(for: plan.host)
        _ = try requirements.parsed()
        let isQuiet = quiet
        let say: @Sendable (String) -> Void = { line in
            if !isQuiet { StandardError.write(line) }
        }
        let run = LoadRun(
            plan,
            surroundings: LoadRun.Surroundings(
                executable: try ExecutablePath.path(),
                program: EDSTranslator.configuration.version,
                say: say
            )
        )
        let task = Task { try await run.run() }
        // An interrupted run still reports its measurements.
        let signals = await SignalListener([SIGINT: { task.cancel() }, SIGTERM: { task.cancel() }])
        defer { signals.stop() }
        let report: LoadReport
        do {
            report = try await task.value
        } catch let error as LoadError {
            throw Self.failure(error)
        }
        if let json { try OutputFiles.write(Array(report.json.utf8), to: json) }
        guard try requirements.show(report) else { throw CommandFailure(.findings, "a requirement is not met") }
    }

    private func makePlan() throws -> LoadPlan {
        do throws(LoadError) {
            var plan = LoadPlan(target: try server.chosen())
            server.apply(to: &plan)
            try clients.apply(to: &plan)
            try changes.apply(to: &plan)
            return plan
        } catch {
            throw Self.failure(error)
        }
    }

    private static func failure(_ error: LoadError) -> CommandFailure {
        switch error.code {
        case .option: CommandFailure(.usage, error.message)
        case .mesh, .result: CommandFailure(.badInput, error.message)
        default: CommandFailure(.unreachable, error.message)
        }
    }
}

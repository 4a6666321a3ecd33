internal import ArgumentParser
internal import LoadGenerator

/// `load`: runs simulated Envoys against a server.
struct Load: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Load an xDS server with simulated Envoys, and measure latencies.",
        discussion: """
            Changes are planned before the run and made at their time, even if the server is slow; latency counts \
            from that time. Simulated Envoys apply an assignment at once: they do not warm clusters.

            EXAMPLES:
              eds-translator load --serve Examples/west-east --connections 100 --rate 20 --duration 30s
              eds-translator load --serve mesh --protocol delta-ads --require 'change_to_ack_p99<50ms' --json run.json
              eds-translator load --target 127.0.0.1:15010 --mesh mesh --nodes declared --protocol ads
              eds-translator load report run.json --require nacks==0
            """,
        subcommands: [LoadRunCommand.self, LoadReportCommand.self],
        defaultSubcommand: LoadRunCommand.self
    )
}

/// `load report`: prints the result of a run.
struct LoadReportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "report",
        abstract: "Show and check the results of earlier runs.",
        discussion: """
            Exits with 1 if a requirement is not met.

            EXAMPLES:
              eds-translator load report run.json
              eds-translator load report before.json after.json --require nacks==0
            """
    )

    @Argument(help: "Result file of load --json.", completion: .file())
    var files: [String]

    @OptionGroup var requirements: RequirementOptions

    func run() throws {
        var isMet = true
        for file in files {
            if files.count > 1 { print("\(file):") }
            let report: LoadReport
            do throws(LoadError) {
                report = try LoadReport(json: try LoadResultFile.read(file))
            } catch {
                throw CommandFailure(.badInput, "\(file): \(error.message)")
            }
            print("\(report.program) on \(report.host.system), \(report.host.processors) processors")
            for (name, value) in report.plan { print("\(name): \(value)") }
            print("")
            isMet = try requirements.show(report) && isMet
        }
        if !isMet { throw CommandFailure(.findings, "a requirement is not met") }
    }
}

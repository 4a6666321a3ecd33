internal import ArgumentParser
internal import ServerRuntime

/// The program, with one subcommand per task.
@main
struct EDSTranslator: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "eds-translator",
        abstract: "Which endpoints should this Envoy see, and at which weights?",
        discussion: """
            Reads what the API servers of several Kubernetes clusters list, infers the network of every endpoint and \
            the gateways of every network, and answers each proxy with its own ClusterLoadAssignments.

            EXAMPLES:
              eds-translator serve                              serve the bundled mesh
              eds-translator serve Examples/west-east           serve a mesh directory
              eds-translator translate Examples/west-east -o text
              eds-translator networks Examples/thread           the networks, with provenance
              eds-translator diagram mesh --output mesh.svg     a diagram of the mesh
              eds-translator lint Examples/west-east            find configuration problems
            """,
        version: "eds-translator \(Version.number)",
        subcommands: [
            Translate.self, Explain.self, Shares.self, Networks.self, Diagram.self, Lint.self, Diff.self, Golden.self,
            WhatIf.self, Upgrade.self, Bootstrap.self, Serve.self, Record.self, Replay.self, Load.self, Bench.self,
            ShowVersion.self,
            Manual.self,
        ]
    )

    /// Runs the command that the arguments name and exits with one of ``ExitStatus``.
    static func main() async {
        do {
            var command = try parseAsRoot(AmbientChoice.completed(Array(CommandLine.arguments.dropFirst())))
            if var asynchronous = command as? any AsyncParsableCommand {
                try await asynchronous.run()
            } else {
                try command.run()
            }
            try StandardOutput.finish()
        } catch let failure as CommandFailure {
            StandardError.write("error: \(failure.message)")
            exit(withError: ExitCode(failure.status.rawValue))
        } catch let error as ServerError {
            StandardError.write("error: \(error.message)")
            exit(withError: ExitCode(ExitStatus(error.code).rawValue))
        } catch let code as ExitCode {
            // The command has already printed its error, but perhaps not its results.
            do {
                try StandardOutput.finish()
            } catch {
                StandardError.write("error: \(error.message)")
                exit(withError: ExitCode(error.status.rawValue))
            }
            exit(withError: code)
        } catch {
            // Help and the version are successful requests; every other error of the parser is a usage error.
            let isAskedFor = exitCode(for: error).isSuccess
            if isAskedFor {
                print(fullMessage(for: error))
            } else if exitCode(for: error) == .validationFailure {
                StandardError.write(fullMessage(for: error))
            } else {
                StandardError.write("error: \(error)")
            }
            exit(withError: isAskedFor ? ExitCode.success : ExitCode(ExitStatus.usage.rawValue))
        }
    }
}

import EnvoyHarness
import Foundation

/// Serves the example mesh to two real Envoys in different networks and measures where their requests go.
///
/// `eds-translator-demo [--example DIR] [--requests N]`; exits with 1 if a result is not as intended, with 2 for wrong
/// arguments.
@main
struct EDSTranslatorDemo {
    private var example = BuiltProduct.repository + "/Examples/west-east"
    private var requests = 600

    static func main() async {
        do {
            let demo = try EDSTranslatorDemo(CommandLine.arguments.dropFirst())
            exit(try await demo.run() ? 0 : 1)
        } catch let error as UsageError {
            say("eds-translator-demo: \(error.message)")
            exit(2)
        } catch {
            say("eds-translator-demo: \(error)")
            exit(1)
        }
    }

    private struct UsageError: Error {
        let message: String
    }

    private init(_ arguments: ArraySlice<String>) throws {
        var rest = arguments
        while let option = rest.popFirst() {
            switch (option, rest.popFirst()) {
            case ("--example", let directory?): example = directory
            case ("--requests", let text?):
                guard let number = Int(text), number > 0 else {
                    throw UsageError(message: "--requests must be a number above 0, found \(text)")
                }
                requests = number
            default:
                throw UsageError(message: "unexpected \(option); usage: [--example DIR] [--requests N]")
            }
        }
    }

    // Returns a Boolean value that indicates whether all results are as intended.
    private func run() async throws -> Bool {
        let stage = try await Stage.raised()
        let mesh = stage.mesh
        let directory = try MeshDirectory(copying: example, as: mesh)
        let server = try await ServerProcess(["serve", directory.path, "--listen", "127.0.0.1:0"])
        let address = try server.socket()
        Self.say("eds-translator serves \(example) on \(address)\n")

        let report = Report(mesh: mesh)
        var observations: [Observation] = []
        for client in Client.all {
            let observation = try await client.run(requests, on: stage, server: address)
            Self.say(report.endpoints(observation) + "\n")
            observations.append(observation)
        }
        Self.say(report.answers(observations) + "\n")
        let outcomes = try await DiskChange.play(DiskChange.all(mesh), in: directory, on: stage, server: address)
        Self.say(report.changes(outcomes) + "\n")

        await server.stop()
        await stage.clear()
        let complaints =
            observations.flatMap { Verdict(on: $0, in: mesh).complaints }
            + outcomes.filter { $0.time == nil }.map { "\($0.change.what): Envoy never showed it" }
        Self.say(
            complaints.isEmpty
                ? "Every endpoint, weight, share and change is as intended."
                : complaints.map { "WRONG: \($0)" }.joined(separator: "\n")
        )
        return complaints.isEmpty
    }

    // Unbuffered, so that the tables appear immediately even in a pipe.
    private static func say(_ text: String) {
        FileHandle.standardOutput.write(Data((text + "\n").utf8))
    }
}

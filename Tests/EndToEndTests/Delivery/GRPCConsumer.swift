import EnvoyHarness
import Foundation

/// The xDS client of gRPC C-core, see `Tests/Consumers`.
enum GRPCConsumer {
    /// The job of one client.
    struct Job {
        let client: CorpusMesh.Client
        let server: NetworkEndpoint

        fileprivate var json: JSONValue {
            [
                "name": .string(client.name), "server": .string(server.description), "node": client.node.json,
                "resources": .array(client.resources.map { .string($0) }),
            ]
        }
    }

    /// The result of one client.
    struct Outcome {
        let name: String
        let acks: Int
        /// The reasons of rejected responses.
        let nacks: [String]
        /// The same for listeners and clusters, which our server did not send.
        let strayNacks: [String]
        /// The names that were answered.
        let answered: [String]

        fileprivate init(_ json: JSONValue) {
            func texts(_ name: String) -> [String] { json[name]?.elements.compactMap(\.text) ?? [] }
            name = json["name"]?.text ?? ""
            acks = json["acks"]?.wholeNumber ?? 0
            nacks = texts("nacks")
            strayNacks = texts("bridge_nacks")
            answered = texts("answered")
        }
    }

    /// The Python of the environment made by `Tools/setup --consumers`; nil without it.
    static let python: String? = {
        let chosen = ProcessInfo.processInfo.environment["EDS_TRANSLATOR_CONSUMERS"] ?? ""
        let environment = chosen.isEmpty ? BuiltProduct.repository + "/.build/consumers-venv" : chosen
        let isReady = FileManager.default.fileExists(atPath: environment + "/eds-translator-setup")
        return isReady ? environment + "/bin/python" : nil
    }()

    /// Runs each job in a client, and returns the results in the same order.
    static func run(_ jobs: [Job]) async throws -> [Outcome] {
        guard let python else { throw HarnessError(.missingTool, "no gRPC client; run Tools/setup --consumers") }
        let directory = try TemporaryDirectory(named: "jobs")
        let file = try directory.write(try JSONValue.array(jobs.map(\.json)).serialized(), to: "jobs.json")
        let script = BuiltProduct.repository + "/Tests/Support/Consumers/grpc_consumer.py"
        let results = directory.file("results.json")
        // -B: no compiled files beside the sources.
        let process = try ChildProcess(python, ["-B", script, file, results])
        let exit = await process.exit(within: .seconds(170))
        await process.stop()
        guard exit == .status(0) else {
            throw HarnessError(.exitedEarly, "the gRPC client failed: \(process.output.tail())")
        }
        return try JSONValue.parse(try String(contentsOfFile: results, encoding: .utf8)).elements.map(Outcome.init)
    }
}

import EnvoyHarness
import Foundation
import Testing

@Suite("The examples in the help", .serialized)
struct ExampleTests {
    /// Commands whose examples are not run: they wait for clients, make load, or need a cluster.
    static let leftOut: [String: String] = [
        "serve": "serves until it is stopped",
        "replay": "serves, or needs what record wrote",
        "record": "needs an API server",
        "load": "makes load for half a minute",
        "load run": "is load by its full name",
        "load report": "needs what a load wrote",
    ]

    /// What single examples need that is not here.
    static func needs(_ line: String) -> String? {
        if line.contains("http://") || line.contains("xds://") { return "a server" }
        if line.contains("--context ") { return "an API server" }
        if line.contains("| dot ") { return "Graphviz" }
        if line.hasPrefix("eds-translator serve") { return "a client" }
        return nil
    }

    /// What a user has before trying the examples: a mesh directory of its own with golden files that are out of date,
    /// a folder with a change, and answers from before.
    static let stage = """
        set -e
        cp -RL Examples/west-east mesh
        mkdir change
        cp mesh/mesh-networks.yaml change/
        eds-translator translate mesh > before.json
        eds-translator translate mesh --semantics istio-1.30 > after.json
        eds-translator golden record Examples/left-out --golden mesh/golden
        eds-translator golden record Examples/west-east --golden golden
        eds-translator golden verify mesh > verified.txt || test $? = 1
        """

    static let examples: [HelpExamples] = {
        guard let program = try? BuiltProduct.server() else { return [] }
        let process = Process()
        let pipe = Pipe()
        process.executableURL = URL(fileURLWithPath: program)
        process.arguments = ["--experimental-dump-help"]
        process.standardOutput = pipe
        guard (try? process.run()) != nil else { return [] }
        let help = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return (try? HelpExamples.all(in: help)) ?? []
    }()

    @Test("are there for every command")
    func areThere() {
        let commands = Self.examples
        #expect(commands.count > 15)
        for command in commands {
            #expect(!command.lines.isEmpty, "\(command.command)")
            for line in command.lines {
                #expect(line.hasPrefix("eds-translator "), "\(command.command): \(line)")
            }
        }
        for command in Self.leftOut.keys { #expect(commands.contains { $0.command == command }, "\(command)") }
    }

    @Test(
        "work",
        arguments: examples.filter { leftOut[$0.command] == nil && !$0.lines.isEmpty }.map(\.command)
    )
    func work(_ name: String) throws {
        let command = try #require(Self.examples.first { $0.command == name })
        let shell = try TranscriptShell()
        defer { shell.close() }
        let prepared = try shell.run(Self.stage)
        try #require(prepared.last?.hasPrefix("(exit status") != true, "\(prepared.joined(separator: "\n"))")
        for line in command.lines where Self.needs(line) == nil {
            let output = try shell.run(line)
            let status = output.last.flatMap { $0.hasPrefix("(exit status ") ? $0 : nil }
            #expect(
                status == nil || status == "(exit status 1)",
                "\(line)\n\(output.suffix(5).joined(separator: "\n"))"
            )
        }
    }
}

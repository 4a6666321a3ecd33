import Foundation
import Testing

@testable import LoadGenerator

@Suite("The load command")
struct LoadCommandTests {
    /// One run of the program: its output and its exit status.
    private struct CommandRun {
        let status: Int32
        let output: String
        let errors: String

        init(_ arguments: [String], in folder: MeshFolder) throws {
            let process = Process()
            process.executableURL = URL(fileURLWithPath: Repository.program)
            process.arguments = arguments
            // Files instead of pipes, so that no write waits for a reader.
            let files = ["output", "errors"].map { URL(fileURLWithPath: "\(folder.path)/.\($0)") }
            for file in files { try Data().write(to: file) }
            process.standardOutput = try FileHandle(forWritingTo: files[0])
            process.standardError = try FileHandle(forWritingTo: files[1])
            try process.run()
            process.waitUntilExit()
            status = process.terminationStatus
            output = try String(contentsOf: files[0], encoding: .utf8)
            errors = try String(contentsOf: files[1], encoding: .utf8)
        }
    }

    private static let small = [
        "load", "--serve", Repository.example, "--connections", "4", "--protocol", "eds,delta-ads", "--services", "5",
        "--subscriptions", "3", "--endpoints", "1..5", "--rate", "10", "--duration", "800ms", "--warm-up", "200ms",
        "--changes", "scale,rollout,flap,gateway", "--settle", "60s", "--connect-timeout", "60s",
    ]

    @Test("A run that meets its requirements exits with 0, and its result file can be checked again")
    func run() throws {
        let folder = try MeshFolder(copying: Repository.example)
        defer { folder.remove() }
        let result = "\(folder.path)/run.json"
        let run = try CommandRun(
            Self.small + ["--json", result, "--require", "nacks==0", "--require", "receipts_missed==0"],
            in: folder
        )
        #expect(run.status == 0, "\(run.errors)")
        #expect(run.output.contains("change to ACK"))
        #expect(run.output.contains("met: nacks==0: 0"))
        let report = try LoadReport(json: try String(contentsOfFile: result, encoding: .utf8))
        #expect(report[.changesMade] == 9)
        #expect(report[.subscriptions] == 12)
        #expect(report[.subscriptionsUpToDate] == 12)
        #expect(report[.receipts] == report[.receiptsExpected])
        #expect(report.server?.samples.isEmpty == false)
        let kept = try CommandRun(["load", "report", result, "--require", "change_to_ack_p99<1h"], in: folder)
        #expect(kept.status == 0, "\(kept.errors)")
        #expect(kept.output.contains(report.table.joined(separator: "\n")))
        let missed = try CommandRun(["load", "report", result, "--require", "change_to_ack_p99<0ms"], in: folder)
        #expect(missed.status == 1)
        #expect(missed.output.contains("missed: change_to_ack_p99<0ms"))
    }

    @Test("A requirement that is not met sets exit status 1, after the report")
    func missed() throws {
        let folder = try MeshFolder(copying: Repository.example)
        defer { folder.remove() }
        let run = try CommandRun(Self.small + ["--quiet", "--require", "change_to_ack_p50<=0ms"], in: folder)
        #expect(run.status == 1)
        #expect(run.output.contains("change to ACK"))
        #expect(run.output.contains("missed: change_to_ack_p50<=0ms"))
        #expect(!run.errors.contains("subscriptions answered"))
    }

    @Test(
        "Wrong arguments exit with 2 before anything is started",
        arguments: [
            ["load"], ["load", "--serve", "x", "--target", "127.0.0.1:1"], ["load", "--target", "nowhere"],
            ["load", "--serve", Repository.example, "--require", "speed<1"],
            ["load", "--serve", Repository.example, "--duration", "10"],
            ["load", "--serve", Repository.example, "--changes", "none"],
            ["load", "--target", "127.0.0.1:1"],
            ["load", "--serve", Repository.example, "--services", "3", "--streams", "4"],
        ]
    )
    func usage(arguments: [String]) throws {
        let folder = try MeshFolder(copying: Repository.example)
        defer { folder.remove() }
        let run = try CommandRun(arguments, in: folder)
        #expect(run.status == 2, "\(run.errors)")
        #expect(run.errors.contains("rror"))
    }

    @Test("A missing directory exits with 3, and an unreachable server with 4")
    func unreachable() throws {
        let folder = try MeshFolder(copying: Repository.example)
        defer { folder.remove() }
        #expect(try CommandRun(["load", "--serve", folder.path + "/none"], in: folder).status == 3)
        let nobody = [
            "load", "--target", "127.0.0.1:1", "--resource", "a", "--connect-timeout", "0s", "--duration", "0s",
        ]
        #expect(try CommandRun(nobody, in: folder).status == 4)
    }
}

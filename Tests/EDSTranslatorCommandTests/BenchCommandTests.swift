import EnvoyHarness
import Foundation
import Testing

@Suite("The bench command")
struct BenchCommandTests {
    private static let quick = ["bench", "--seconds", "0.001", "--quiet"]

    @Test("The bench command prints a table of the requested shapes and modes")
    func table() throws {
        let run = try CommandRun(
            Self.quick + ["--shape", "4/3", "--shape", "5/1-direct", "--mode", "cold", "--mode", "changed"]
        )
        #expect(run.status == 0, "\(run.errors)")
        let rows = run.text.split(separator: "\n").map { $0.split(separator: " ").prefix(3).joined(separator: " ") }
        #expect(
            rows.prefix(5)
                == [
                    "mesh mode endpoints", "4/3 cold 12", "4/3 changed 16", "5/1-direct cold 5",
                    "5/1-direct changed 20",
                ]
        )
    }

    @Test("The bench command measures a mesh directory with its declared proxies")
    func directory() throws {
        let run = try CommandRun(Self.quick + ["Examples/west-east"])
        #expect(run.status == 0, "\(run.errors)")
        for mode in ["cold", "prepared", "warm", "changed", "views"] {
            #expect(run.text.contains("Examples/west-east  \(mode)"))
        }
        #expect(!run.text.contains("memory objects"))
    }

    @Test("The bench command measures reading and memory")
    func ownMeshes() throws {
        let run = try CommandRun(
            Self.quick + ["--mode", "read", "--mode", "memory", "--read-endpoints", "400", "--memory-endpoints", "500"]
        )
        #expect(run.status == 0, "\(run.errors)")
        #expect(run.text.contains("400/1               read all"))
        #expect(run.text.contains("400/1 without pods  read inference"))
        #expect(run.text.contains("500/1-direct"))
    }

    @Test("The bench command exports a shape as an equivalent mesh directory")
    func export() throws {
        let folder = try TemporaryDirectory(named: "shape")
        defer { folder.remove() }
        #expect(try CommandRun("bench", "--shape", "4/3", "--export", folder.path).status == 0)
        let run = try CommandRun(Self.quick + [folder.path, "--mode", "changed"])
        #expect(run.status == 0, "\(run.errors)")
        #expect(run.text.contains("changed  16 "))
        let translation = try CommandRun("translate", folder.path, "-o", "text")
        #expect(translation.text.contains("35.1.0.1:15443"))
        #expect(try CommandRun("bench", "--export", folder.path).status == 2)
    }

    @Test("The bench command writes a result and compares with it")
    func compare() throws {
        let folder = try TemporaryDirectory(named: "bench")
        defer { folder.remove() }
        let result = folder.file("result.json")
        let shape = ["--shape", "4/3", "--mode", "cold"]
        #expect(try CommandRun(Self.quick + shape + ["--json", result]).status == 0)
        let text = try String(contentsOfFile: result, encoding: .utf8)
        #expect(text.contains("\"format\": \"eds-translator-bench/1\""))
        let same = try CommandRun(Self.quick + shape + ["--compare", result, "--fail-over", "1000000"])
        #expect(same.status == 0, "\(same.errors)")
        #expect(same.text.contains("ratios to eds-translator"))
        // An earlier result that no run can reach.
        let lines = text.split(separator: "\n").map { line -> String in
            guard let start = line.range(of: "\"encodedBytes\": ") else { return String(line) }
            return "\(line[..<start.upperBound])1,"
        }
        let better = try folder.write(lines.joined(separator: "\n"), to: "better.json")
        let worse = try CommandRun(Self.quick + shape + ["--compare", better, "--fail-over", "100"])
        #expect(worse.status == 1)
        #expect(worse.text.contains("more than 100.0 times: 4/3 cold: bytes"))
    }

    @Test(
        "The bench command refuses invalid arguments",
        arguments: [
            (["--shape", "10"], 2, "invalid shape \"10\""), (["--mode", "hot"], 2, "invalid mode \"hot\""),
            (["--fail-over", "2"], 2, "--fail-over requires --compare"),
            (["--semantics", "none", "--shape", "1/1"], 2, "none"),
            (["Examples/west-east", "--mode", "read"], 2, "cannot be combined with a mesh directory"),
            (["--shape", "1/1", "--compare", "/nowhere/at/all"], 4, "/nowhere/at/all"),
            (["--shape", "1/1", "--compare", "Examples/west-east/proxies.yaml"], 3, "proxies.yaml"),
            (["/nowhere/at/all"], 3, "/nowhere/at/all"),
        ]
    )
    func refusals(arguments: [String], status: Int32, mention: String) throws {
        let run = try CommandRun(Self.quick + arguments)
        #expect(run.status == status)
        #expect(run.errors.contains(mention), "\(run.errors)")
    }
}

import EnvoyHarness
import Foundation
import Testing

@Suite("Colours and pagers", .serialized)
struct ColorTests {
    private static let escape = "\u{1B}["

    /// Commands with human-readable text, all with findings or differences.
    static let commands: [[String]] = [
        ["translate", "--example", "-o", "text"],
        ["explain", "Examples/left-out"],
        ["explain", "Examples/left-out", "--semantics-diff"],
        ["shares", "Examples/left-out"],
        ["networks", "Examples/thread"],
        ["lint", "Examples/lint-me"],
        [
            "diff", "Examples/west-east", "Examples/left-out", "--proxy", "client-west.shop", "--resource",
            "web.shop.svc.cluster.local:80",
        ],
        ["what-if", "--example", "--without-gateway", "127.2.255.1"],
    ]

    private static func plain(_ text: String) -> String {
        text.replacingOccurrences(of: "\u{1B}\\[[0-9]+m", with: "", options: .regularExpression)
    }

    @Test("Colours do not change the text", arguments: commands)
    func always(command: [String]) throws {
        let plain = try CommandRun(command + ["--color", "never"])
        let coloured = try CommandRun(command + ["--color", "always"])
        #expect(!plain.text.contains(Self.escape))
        #expect(plain.text.split(separator: "\n").count > 2)
        #expect(coloured.text.contains(Self.escape))
        #expect(Self.plain(coloured.text) == plain.text)
        #expect(coloured.status == plain.status)
        // Colours do not span lines, so that a pager shows every line correctly.
        for line in coloured.text.split(separator: "\n") where line.contains(Self.escape) {
            let ends = line.components(separatedBy: Self.escape + "0m").count
            #expect(line.components(separatedBy: Self.escape).count - 1 == 2 * (ends - 1), "\(line)")
        }
    }

    @Test("Output to a file or pipe is not coloured", arguments: commands)
    func pipe(command: [String]) throws {
        let plain = try CommandRun(command + ["--color", "never"], environment: ["TERM": "xterm"])
        #expect(try CommandRun(command, environment: ["TERM": "xterm"]).output == plain.output)
    }

    @Test("JSON is never coloured")
    func json() throws {
        let run = try CommandRun("shares", "--example", "-o", "json", "--color", "always")
        #expect(!run.text.contains(Self.escape))
        #expect((try? JSONSerialization.jsonObject(with: run.output)) != nil)
    }

    @Test(
        "The environment selects colours on a terminal, unless an option does",
        arguments: [
            (["TERM": "xterm"], "auto", true), ([:], "auto", true), (["NO_COLOR": ""], "auto", true),
            (["NO_COLOR": "1"], "auto", false), (["NO_COLOR": "0"], "auto", false), (["TERM": "dumb"], "auto", false),
            (["NO_COLOR": "1", "TERM": "dumb"], "always", true), (["TERM": "xterm"], "never", false),
        ] as [([String: String], String, Bool)]
    )
    func terminal(environment: [String: String], choice: String, isColoured: Bool) throws {
        let run = try TerminalRun(["networks", "--example", "--color", choice], environment: environment)
        #expect(run.status == 0)
        #expect(run.text.contains("west-network"))
        #expect(run.text.contains(Self.escape) == isColoured)
    }

    @Test(
        "Long text is shown in the pager of the environment",
        arguments: [
            (["PAGER": "sed s/^/paged:/"], 5, [], true),
            (["PAGER": "false", "EDS_TRANSLATOR_PAGER": "sed s/^/paged:/"], 5, [], true),
            (["PAGER": "sed s/^/paged:/", "EDS_TRANSLATOR_PAGER": ""], 5, [], false),
            (["PAGER": "sed s/^/paged:/"], 5, ["--no-pager"], false),
            (["PAGER": "sed s/^/paged:/"], 1_000, [], false),
            (["PAGER": "cat"], 5, [], false), ([:], 5, [], false),
            (["PAGER": "/nowhere/pager 2>&-"], 5, [], false),
        ] as [([String: String], UInt16, [String], Bool)]
    )
    func pager(environment: [String: String], rows: UInt16, arguments: [String], isPaged: Bool) throws {
        let run = try TerminalRun(["networks", "--example"] + arguments, environment: environment, rows: rows)
        #expect(run.status == 0)
        let lines = run.text.split(separator: "\n")
        #expect(lines.count > 10)
        #expect(lines.allSatisfy { $0.hasPrefix("paged:") } == isPaged)
        #expect(lines.contains { $0.hasPrefix("paged:") } == isPaged)
    }

    @Test("Quitting the pager early is no error")
    func early() throws {
        let run = try TerminalRun(["explain", "Examples/left-out"], environment: ["PAGER": "head -n 1"], rows: 5)
        #expect(run.status == 0)
        #expect(run.text.split(separator: "\n").count == 1)
    }
}

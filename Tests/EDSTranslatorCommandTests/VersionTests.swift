import EnvoyHarness
import Foundation
import Testing

@Suite("Version and manual page")
struct VersionTests {
    @Test("--version prints one line, and version prints more")
    func version() throws {
        let line = try CommandRun("--version").text
        #expect(line.split(separator: "\n").count == 1)
        let lines = try CommandRun("version").text.split(separator: "\n").map(String.init)
        #expect(lines.first == line.trimmingCharacters(in: .newlines))
        for name in ["commit", "build", "swift", "platform", "libnghttp2", "libprotobuf-c", "libyaml"] {
            #expect(lines.contains { $0.hasPrefix("  \(name) ") && $0.split(separator: " ").count > 1 }, "\(name)")
        }
    }

    @Test("The version as JSON has numeric library versions")
    func json() throws {
        let run = try CommandRun("version", "-o", "json")
        let document = try #require(try JSONSerialization.jsonObject(with: run.output) as? [String: Any])
        #expect(document["formatVersion"] as? Int == 1)
        #expect((document["commit"] as? String)?.isEmpty == false)
        let libraries = try #require(document["libraries"] as? [String: String])
        #expect(libraries.count == 3)
        for (name, version) in libraries {
            #expect(version.wholeMatch(of: /\d+\.\d+(\.\d+)*/) != nil, "\(name) \(version)")
        }
    }

    @Test("The manual page is accepted by the formatter without warnings")
    func manual() throws {
        let page = try CommandRun("manual").text
        for section in ["NAME", "SYNOPSIS", "COMMANDS", "EXIT STATUS", "ENVIRONMENT", "FILES", "EXAMPLES"] {
            #expect(page.contains(".SH \"\(section)\"\n"), "\(section)")
        }
        // Every visible command, and no hidden one.
        let help = try CommandRun("--help").text
        let list = try #require(help.components(separatedBy: "SUBCOMMANDS:\n").last).components(separatedBy: "\n\n")[0]
        let commands = list.split(separator: "\n").compactMap { line -> String? in
            let isEntry = line.hasPrefix("  ") && !line.hasPrefix("   ")
            return isEntry ? line.split(separator: " ").first.map(String.init) : nil
        }
        #expect(commands.count > 10)
        for command in commands {
            #expect(page.contains(".SS \"eds\\-translator \(command.replacing("-", with: "\\-"))\"\n"))
        }
        #expect(!page.contains("translator manual\""))
        #expect(try CommandRun("manual").text == page)
        guard FileManager.default.isExecutableFile(atPath: "/usr/bin/groff") else { return }
        let folder = try TemporaryDirectory(named: "manual")
        defer { folder.remove() }
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/groff")
        process.arguments = ["-man", "-Tutf8", "-ww", "-z", try folder.write(page, to: "page.1")]
        let errors = try folder.write("", to: "errors")
        process.standardError = try FileHandle(forWritingTo: URL(fileURLWithPath: errors))
        try process.run()
        process.waitUntilExit()
        #expect(process.terminationStatus == 0)
        #expect(try String(contentsOfFile: errors, encoding: .utf8) == "")
    }
}

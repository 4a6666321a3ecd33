import EnvoyHarness
import Foundation
import Testing

@Suite("Shell completions")
struct CompletionTests {
    /// Returns the path of a shell, or `nil` if this machine does not have it.
    private static func path(_ shell: String) -> String? {
        ["/bin/\(shell)", "/usr/bin/\(shell)"].first(where: FileManager.default.isExecutableFile)
    }

    @Test(
        "Completion scripts exist for every shell, and parse in installed shells",
        arguments: ["bash", "zsh", "fish"]
    )
    func script(shell: String) throws {
        let run = try CommandRun("--generate-completion-script", shell)
        #expect(run.status == 0)
        for word in ["translate", "what-if", "istio-1.30", "sarif", "SH001", "--semantics-diff"] {
            // Not fully escaped in all shells; only leading dashes need it in these words.
            #expect(run.text.contains(word.hasPrefix("--") ? String(word.dropFirst(2)) : word), "\(word)")
        }
        guard let path = Self.path(shell) else {
            #expect(shell != "bash")
            return
        }
        let folder = try TemporaryDirectory(named: "completion")
        defer { folder.remove() }
        let process = Process()
        process.executableURL = URL(fileURLWithPath: path)
        process.arguments = ["-n", try folder.write(run.text, to: "script")]
        try process.run()
        process.waitUntilExit()
        #expect(process.terminationStatus == 0)
    }

    /// Returns the completions of bash, computed by the script itself.
    private func offers(_ words: [String]) throws -> [String] {
        let folder = try TemporaryDirectory(named: "completion")
        defer { folder.remove() }
        let script = try folder.write(try CommandRun("--generate-completion-script", "bash").text, to: "script")
        let line = words.joined(separator: " ")
        let commands = """
            source \(script)
            PATH=\(URL(fileURLWithPath: try BuiltProduct.server()).deletingLastPathComponent().path):$PATH
            COMP_WORDS=(\(words.map { "'\($0)'" }.joined(separator: " ")))
            COMP_CWORD=\(words.count - 1)
            COMP_LINE='\(line)'
            COMP_POINT=\(line.count)
            _eds-translator eds-translator '\(words.last ?? "")' '\(words.dropLast().last ?? "")'
            printf '%s\\n' "${COMPREPLY[@]}"
            """
        let process = Process()
        let output = try folder.write("", to: "output")
        process.executableURL = URL(fileURLWithPath: "/bin/bash")
        process.arguments = ["-c", commands]
        process.currentDirectoryURL = URL(fileURLWithPath: BuiltProduct.repository)
        process.standardOutput = try FileHandle(forWritingTo: URL(fileURLWithPath: output))
        try process.run()
        process.waitUntilExit()
        return try String(contentsOfFile: output, encoding: .utf8).split(separator: "\n").map(String.init)
    }

    @Test("Commands and option values are completed")
    func values() throws {
        #expect(try offers(["eds-translator", "tra"]) == ["translate"])
        #expect(try offers(["eds-translator", "translate", "-o", "y"]) == ["yaml"])
        #expect(
            try offers(["eds-translator", "translate", "--semantics", "is"]) == [
                "istio-1.30", "istio-1.31", "istio-1.28",
            ]
        )
        #expect(try offers(["eds-translator", "lint", "--only", "SH00"]).count == 9)
    }

    @Test("Proxies of the mesh directory on the command line, or of the bundled one, are completed")
    func proxies() throws {
        let bundled = try offers(["eds-translator", "explain", "--example", "--proxy", "side"])
        #expect(bundled.contains { $0.contains("client-west.shop") })
        let other = try offers(["eds-translator", "explain", "Examples/thread", "--proxy", ""])
        #expect(!other.isEmpty)
        #expect(Set(other).isDisjoint(with: bundled))
    }

    @Test("The clusters that the proxies see are completed")
    func resources() throws {
        let names = try offers(["eds-translator", "shares", "Examples/left-out", "--resource", ""])
        #expect(names.contains { $0.contains("svc.cluster.local") })
    }

}

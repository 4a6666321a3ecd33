import EnvoyHarness
import Foundation
import Testing

@Suite("Completions")
struct CompletionTests {
    /// Where a shell is; nil if this machine does not have it.
    private static func path(_ shell: String) -> String? {
        ["/bin/\(shell)", "/usr/bin/\(shell)"].first(where: FileManager.default.isExecutableFile)
    }

    @Test("are made for every shell, and parse where the shell is there", arguments: ["bash", "zsh", "fish"])
    func script(shell: String) throws {
        let run = try CommandRun("--generate-completion-script", shell)
        #expect(run.status == 0)
        for word in ["translate", "what-if", "istio-1.30", "sarif", "SH001", "--semantics-diff"] {
            // Not fully escaped in all shells; none of these words needs it, but for leading dashes.
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

    /// What bash would offer, by the script itself.
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

    @Test("offer commands, and the values of options")
    func values() throws {
        #expect(try offers(["eds-translator", "tra"]) == ["translate"])
        #expect(try offers(["eds-translator", "translate", "-o", "y"]) == ["yaml"])
        #expect(try offers(["eds-translator", "translate", "--semantics", "is"]) == ["istio-1.30"])
        #expect(try offers(["eds-translator", "lint", "--only", "SH00"]).count == 9)
    }

    @Test("offer the proxies of the mesh directory on the line, else of the bundled one")
    func proxies() throws {
        let bundled = try offers(["eds-translator", "explain", "--proxy", "side"])
        #expect(bundled.contains { $0.contains("client-west.shop") })
        let other = try offers(["eds-translator", "explain", "Examples/thread", "--proxy", ""])
        #expect(!other.isEmpty)
        #expect(Set(other).isDisjoint(with: bundled))
    }

    @Test("offer the clusters that the proxies see")
    func resources() throws {
        let names = try offers(["eds-translator", "shares", "Examples/left-out", "--resource", ""])
        #expect(names.contains { $0.contains("svc.cluster.local") })
    }

}

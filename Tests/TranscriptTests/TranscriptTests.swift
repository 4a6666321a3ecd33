import EnvoyHarness
import Foundation
import Testing

@Suite("What the documents show")
struct TranscriptTests {
    /// The README, the documents and the transcripts of this folder that show a command.
    static let files: [String] = {
        let repository = URL(fileURLWithPath: BuiltProduct.repository)
        var paths = ["README.md"]
        for folder in ["Docs", "Examples", "Tests/TranscriptTests/Transcripts"] {
            let files = FileManager.default.enumerator(atPath: repository.appendingPathComponent(folder).path)
            let names = (files?.allObjects as? [String] ?? []).filter { $0.hasSuffix(".md") }.sorted()
            paths += names.map { "\(folder)/\($0)" }
        }
        return paths.filter { path in
            let text = try? String(contentsOf: repository.appendingPathComponent(path), encoding: .utf8)
            return text?.contains("\n```console\n") ?? false
        }
    }()

    /// With `UPDATE_TRANSCRIPTS=1` the files are written anew, to be looked at with `git diff`.
    @Test("is what the commands print", arguments: files)
    func transcript(_ path: String) throws {
        let file = URL(fileURLWithPath: BuiltProduct.repository).appendingPathComponent(path)
        let text = try String(contentsOf: file, encoding: .utf8)
        let transcript = Transcript(text)
        let shell = try TranscriptShell()
        defer { shell.close() }
        let outputs = try transcript.exchanges.map { try shell.run($0.command) }
        if ProcessInfo.processInfo.environment["UPDATE_TRANSCRIPTS"] == "1" {
            try transcript.text(with: outputs).write(to: file, atomically: true, encoding: .utf8)
            return
        }
        #expect(!outputs.isEmpty)
        for (exchange, output) in zip(transcript.exchanges, outputs) where exchange.output != output {
            let difference = output.difference(from: exchange.output).map { change in
                switch change {
                case .remove(let line, let text, _): "-\(line + 1): \(text)"
                case .insert(let line, let text, _): "+\(line + 1): \(text)"
                }
            }
            Issue.record("\(path): $ \(exchange.command)\n\(difference.joined(separator: "\n"))")
        }
    }

    @Test("keeps its text around the blocks when outputs are written anew")
    func rewriting() {
        let text = "# Title\n\n```console\n$ a\n1\n$ b | c\n```\n\n```sh\nserve\n```\n"
        let transcript = Transcript(text)
        #expect(transcript.exchanges.map(\.command) == ["a", "b | c"])
        #expect(transcript.text(with: [["1"], []]) == text)
        #expect(transcript.text(with: [["2"], ["3"]]).contains("$ a\n2\n$ b | c\n3\n```\n"))
    }
}

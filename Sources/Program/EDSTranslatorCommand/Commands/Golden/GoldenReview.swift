internal import ArgumentParser

#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#elseif canImport(Darwin)
    internal import Darwin
#endif

/// `golden review`: steps through the differences that verify found.
struct GoldenReview: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "review",
        abstract: "Step through the new states that verify wrote: accept, reject or skip each.",
        discussion: """
            Without a terminal it lists pending files with the commands to accept them, and exits with 1 if there are \
            any.

            EXAMPLES:
              eds-translator golden review mesh
            """
    )

    @OptionGroup var location: GoldenLocation

    @OptionGroup var text: TextOutputOptions

    func run() throws {
        let folder = location.folder
        let pending = folder.pending()
        guard !pending.isEmpty else { return print("nothing to review in \(folder.path)") }
        let isInteractive = isatty(STDIN_FILENO) == 1 && !ContinuousIntegration.isOn
        var waiting = 0
        for (number, path) in pending.enumerated() {
            print("\(number + 1) of \(pending.count): \(folder.path)/\(path)")
            // No pager, because each file is followed by a question.
            for line in try GoldenPending.difference(of: path, in: folder, text.style) { print(line) }
            guard isInteractive else {
                print("  accept: \(location.command("accept", ["--only", ShellWord.quoted(path)]))")
                waiting += 1
                continue
            }
            switch try decide() {
            case .accept: try folder.accept(path)
            case .reject: try folder.remove(path + GoldenFolder.suffix)
            case .skip: waiting += 1
            case .quit:
                waiting += pending.count - number
                throw ExitCode(ExitStatus.findings.rawValue)
            }
        }
        if waiting > 0 { throw ExitCode(ExitStatus.findings.rawValue) }
    }

    private enum Decision {
        case accept
        case reject
        case skip
        case quit
    }

    private func decide() throws -> Decision {
        while true {
            print("accept, reject, skip or quit? [a/r/s/q] ", terminator: "")
            fflush(nil)
            guard let answer = readLine() else { return .quit }
            switch answer.lowercased() {
            case "a", "accept": return .accept
            case "r", "reject": return .reject
            case "s", "skip", "": return .skip
            case "q", "quit": return .quit
            default: continue
            }
        }
    }
}

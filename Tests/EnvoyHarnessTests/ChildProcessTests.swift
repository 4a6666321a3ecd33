import EnvoyHarness
import Foundation
import Testing

@Suite("Child processes")
struct ChildProcessTests {
    @Test("A process reports how it ended")
    func exits() async throws {
        #expect(await (try ChildProcess("sh", ["-c", "exit 3"])).exit(within: .seconds(60)) == .status(3))
        #expect(await (try ChildProcess("sh", ["-c", "kill -9 $$"])).exit(within: .seconds(60)) == .signal(9))
    }

    @Test("A process that cannot be started is an error")
    func missingProgram() {
        let error = #expect(throws: HarnessError.self) { try ChildProcess("/no/such/program", []) }
        #expect(error?.code == .spawnFailed)
    }

    @Test("A line of standard output or standard error can be awaited")
    func lines() async throws {
        let process = try ChildProcess("sh", ["-c", "echo one; echo two >&2; printf three; exec cat /dev/null"])
        #expect(try await process.line("two") { $0 == "two" } == "two")
        #expect(try await process.line("one") { $0.hasPrefix("o") } == "one")
        #expect(try await process.line("three") { $0 == "three" } == "three")
        #expect(process.output.lines == ["one", "two", "three"])
    }

    @Test("A process that ends without the expected line is an error with its last output")
    func endsEarly() async throws {
        let process = try ChildProcess("sh", ["-c", "echo bad flag"])
        let error = await #expect(throws: HarnessError.self) {
            try await process.line("a line that never comes") { $0 == "listening" }
        }
        #expect(error?.code == .exitedEarly)
        #expect(error?.message.contains("bad flag") == true)
    }

    @Test("A process is ended by SIGTERM, or by SIGKILL if it ignores SIGTERM")
    func stops() async throws {
        let polite = try ChildProcess("sleep", ["60"])
        #expect(await polite.stop() == .signal(15))
        #expect(kill(polite.id, 0) == -1)
        let deaf = try ChildProcess("sh", ["-c", "trap '' TERM; echo deaf; while :; do sleep 1; done"])
        _ = try await deaf.line("deaf") { $0 == "deaf" }
        #expect(await deaf.stop(grace: .milliseconds(100)) == .signal(9))
        #expect(!deaf.isRunning)
    }

    @Test("A process has default signal handling and no inherited descriptors except its output")
    func cleanStart() async throws {
        let process = try ChildProcess("sh", ["-c", "ls /proc/self/fd | wc -l; grep SigIgn /proc/self/status"])
        #expect(await process.exit(within: .seconds(60)) == .status(0))
        // 0, 1, 2 and the folder that ls has open.
        _ = try await process.line("descriptors") { $0.trimmingCharacters(in: .whitespaces) == "4" }
        // The low 28 bits are the signals that programs use; glibc ignores two of its own above them.
        _ = try await process.line("ignored signals") { $0.hasSuffix("0000000") }
    }

    @Test("A server is started, reloaded and stopped by its announcement")
    func server() async throws {
        let script = """
            trap 'echo reloaded' HUP; trap 'exit 0' TERM
            echo listening on 127.0.0.1:4711 >&2
            while :; do sleep 0.05; done
            """
        let server = try await ServerProcess(["-c", script], executable: "sh")
        #expect(try server.socket() == NetworkEndpoint("127.0.0.1", 4711))
        server.reload()
        try await server.line(containing: "reloaded")
        #expect(await server.stop() == .status(0))
    }
}

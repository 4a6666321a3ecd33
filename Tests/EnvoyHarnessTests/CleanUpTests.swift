import EnvoyHarness
import Foundation
import Testing

@Suite("Cleanup of interrupted programs", .serialized)
struct CleanUpTests {
    @Test("An interrupted program leaves no process and no folder", arguments: [SIGINT, SIGTERM, SIGHUP])
    func orderlyEnd(signal: Int32) async throws {
        let folder = try TemporaryDirectory(named: "test")
        let (demo, children) = try await demoAtWork(in: folder)
        demo.send(signal: signal)
        #expect(await demo.exit(within: .seconds(60)) == .signal(Int(signal)))
        #expect(children.map { kill($0, 0) } == [-1, -1])
        let left = try FileManager.default.contentsOfDirectory(atPath: folder.path)
        #expect(left == ["server"])
    }

    @Test("A crashed program leaves no process")
    func crash() async throws {
        let folder = try TemporaryDirectory(named: "test")
        let (demo, children) = try await demoAtWork(in: folder)
        demo.send(signal: SIGSEGV)
        // An error caused by the loss of its processes may precede the crash.
        let exit = await demo.exit(within: .seconds(30))
        #expect(exit == .signal(Int(SIGSEGV)) || exit == .status(1))
        // Orphans are reaped by the system at some later time.
        try await eventually("the orphans are gone") { children.allSatisfy { !isAlive($0) } ? true : nil }
    }

    // The demo with a fake server, stopped as soon as it has that and an Envoy.
    private func demoAtWork(in folder: TemporaryDirectory) async throws -> (ChildProcess, [Int32]) {
        let server = try folder.write("#!/bin/sh\necho listening on 127.0.0.1:9\nexec sleep 1000\n", to: "server")
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: server)
        var environment = [
            "TMPDIR": folder.path, "EDS_TRANSLATOR_BINARY": server, "SWIFT_BACKTRACE": "enable=no",
            "EDS_TRANSLATOR_ENVOY": try BuiltProduct.envoy(),
        ]
        // A sanitizer would report the crash as a finding.
        for options in ["ASAN_OPTIONS", "TSAN_OPTIONS"] {
            environment[options] = (ProcessInfo.processInfo.environment[options] ?? "") + ":handle_segv=0"
        }
        let demo = try ChildProcess(try BuiltProduct.path("eds-translator-demo"), [], environment: environment)
        _ = try await demo.line("its server") { $0.hasPrefix("eds-translator serves") }
        try await eventually("the demo's Envoy is up") { try hasAdminAddress(in: folder) ? true : nil }
        let children = self.children(of: demo.id)
        try #require(children.count == 2)
        return (demo, children)
    }

    // Envoy writes this file after its start.
    private func hasAdminAddress(in folder: TemporaryDirectory) throws -> Bool {
        try FileManager.default.subpathsOfDirectory(atPath: folder.path).contains { $0.hasSuffix("/admin-address") }
    }

    private func children(of process: Int32) -> [Int32] {
        let tasks = (try? FileManager.default.contentsOfDirectory(atPath: "/proc/\(process)/task")) ?? []
        return tasks.flatMap { task -> [Int32] in
            let text = try? String(contentsOfFile: "/proc/\(process)/task/\(task)/children", encoding: .utf8)
            return (text ?? "").split(separator: " ").compactMap { Int32($0) }
        }
    }

    // A zombie is dead, although its id is still in use.
    private func isAlive(_ process: Int32) -> Bool {
        guard let text = try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8),
            let end = text.lastIndex(of: ")")
        else { return false }
        return !text[end...].hasPrefix(") Z")
    }
}

import EnvoyHarness
import Foundation
import Testing

@Suite("The record command without a cluster that answers")
struct RecordCommandTests {
    /// Writes a kubeconfig for a server that nobody runs: port 9 on loopback.
    private static func kubeconfig(in folder: TemporaryDirectory) throws -> String {
        try folder.write(
            """
            apiVersion: v1
            kind: Config
            current-context: dead
            contexts: [{name: dead, context: {cluster: dead, user: dead}}]
            clusters: [{name: dead, cluster: {server: "http://127.0.0.1:9"}}]
            users: [{name: dead, user: {}}]
            """,
            to: "kubeconfig"
        )
    }

    private static func record(
        _ target: String,
        _ folder: TemporaryDirectory
    ) throws -> CommandRun {
        try CommandRun(
            ["record", target, "--kubeconfig", try kubeconfig(in: folder), "--context", "dead", "--sync-timeout", "1"]
        )
    }

    @Test("A dead cluster ends a recording with status 4 and one line with the address")
    func deadCluster() throws {
        let folder = try TemporaryDirectory(named: "record")
        defer { folder.remove() }
        let run = try Self.record(folder.file("target"), folder)
        #expect(run.status == 4, "\(run.errors)")
        let lines = run.errors.split(separator: "\n").filter { $0.contains("error: cluster dead (http://127.0.0.1:9)") }
        #expect(lines.count == 1, "\(run.errors)")
        #expect(!run.errors.contains("refused)"))
        #expect(!FileManager.default.fileExists(atPath: folder.file("target")))
    }

    @Test("A folder that is not empty is a usage error before any cluster is asked")
    func usedFolder() throws {
        let folder = try TemporaryDirectory(named: "record")
        defer { folder.remove() }
        _ = try folder.write("", to: "target/file")
        let run = try Self.record(folder.file("target"), folder)
        #expect(run.status == 2, "\(run.errors)")
        #expect(run.errors.contains("is not empty"))
    }

    @Test("Invalid settings of a server beside live clusters end it with their own status")
    func invalidSettings() throws {
        let folder = try TemporaryDirectory(named: "record")
        defer { folder.remove() }
        let kubeconfig = try Self.kubeconfig(in: folder)
        let run = try CommandRun("serve", "--kubeconfig", kubeconfig, "--context", "dead", "--listen", "nonsense")
        #expect(run.status == 2, "\(run.errors)")
        let mesh = try CommandRun("serve", "no-such-folder", "--kubeconfig", kubeconfig, "--context", "dead")
        #expect(mesh.status == 3, "\(mesh.errors)")
    }
}

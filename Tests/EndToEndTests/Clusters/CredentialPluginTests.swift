import EnvoyHarness
import Foundation
import Testing

extension EndToEnd {
    @Suite("Credential plugins")
    struct CredentialPluginTests {
        /// A plugin that never ends, nor does the process that it starts.
        private static let plugin = """
            #!/bin/sh
            trap '' TERM INT HUP
            sleep 1000 &
            echo $! > "$FOLDER/child.new"
            echo $$ > "$FOLDER/plugin.new"
            mv "$FOLDER/child.new" "$FOLDER/child"
            mv "$FOLDER/plugin.new" "$FOLDER/plugin"
            while true; do sleep 1000; done

            """

        @Test(
            "A plugin that hangs ends with the program, with the processes that it started",
            arguments: ["serve", "record"]
        )
        func hanging(command: String) async throws {
            try await Scene.play { scene in
                let folder = try await scene.directory("plugin")
                try folder.write(Self.plugin, to: "plugin.sh")
                let kubeconfig = """
                    {"current-context":"c","contexts":[{"name":"c","context":{"cluster":"c","user":"u"}}],
                    "clusters":[{"name":"c","cluster":{"server":"http://127.0.0.1:1"}}],
                    "users":[{"name":"u","user":{"exec":{"apiVersion":"client.authentication.k8s.io/v1",
                    "interactiveMode":"Never","command":"sh","args":["\(folder.file("plugin.sh"))"],
                    "env":[{"name":"FOLDER","value":"\(folder.path)"}]}}}]}
                    """
                try folder.write(kubeconfig, to: "kubeconfig")
                let rest = command == "serve" ? ["--listen", "127.0.0.1:0"] : [folder.file("recorded")]
                let process = try await scene.process(
                    try BuiltProduct.server(),
                    [command, "--kubeconfig", folder.file("kubeconfig"), "--context", "c=east"] + rest
                )
                let ids = try await eventually("the plugin runs") {
                    let ids = ["plugin", "child"].compactMap { name in
                        (try? String(contentsOfFile: folder.file(name), encoding: .utf8))
                            .flatMap { Int32($0.trimmingCharacters(in: .whitespacesAndNewlines)) }
                    }
                    return ids.count == 2 ? ids : nil
                }
                process.send(signal: SIGTERM)
                #expect(await process.exit(within: .seconds(60)) != nil)
                for id in ids {
                    try await eventually("process \(id) has ended") { Self.isRunning(id) ? nil : true }
                }
            }
        }

        /// Returns false for a process that has ended, also if nobody has waited for it.
        private static func isRunning(_ id: Int32) -> Bool {
            guard let status = try? String(contentsOfFile: "/proc/\(id)/stat", encoding: .utf8) else { return false }
            return status.split(separator: ")").last?.split(separator: " ").first != "Z"
        }
    }
}

import EnvoyHarness
import Foundation
import KubernetesTestServer
import Testing

extension EndToEnd {
    @Suite("Check of an API server")
    struct LiveCheckTests {
        private static let isKubectlThere = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
            .contains { FileManager.default.isExecutableFile(atPath: "\($0)/kubectl") }

        @Test(
            "Every check of Tools/live-check passes with an API server that behaves as a real one",
            .enabled(if: isKubectlThere, "run Tools/setup --consumers")
        )
        func passes() async throws {
            try await LiveClusters.use { clusters in
                try await Scene.play { scene in
                    let check = try await scene.process(
                        "\(BuiltProduct.repository)/Tools/live-check",
                        ["--kubeconfig", clusters.folder.file("kubeconfig"), "--program", try BuiltProduct.server()]
                    )
                    let exit = await check.exit(within: .seconds(600))
                    let lines = check.output.lines
                    #expect(exit == .status(0), "\(lines.joined(separator: "\n"))")
                    #expect(lines.count { $0.hasPrefix("ok ") } == 10)
                    #expect(!lines.contains { $0.contains("skipped") }, "\(lines.joined(separator: "\n"))")
                }
            }
        }
    }
}

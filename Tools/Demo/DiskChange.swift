import EnvoyHarness
import Foundation

/// An edit of one file of the mesh, with its intended effect on a client in the west.
struct DiskChange: Sendable {
    let what: String
    /// The file in the mesh directory.
    let file: String
    let edit: @Sendable (String) -> String
    /// The intended gateway into the east, and its weight.
    let gateway: NetworkEndpoint
    let weight: Int

    /// A pod that becomes unready, a gateway that moves, and both undone.
    static func all(_ mesh: DemoMesh) -> [DiskChange] {
        let objects = "clusters/east-cluster/objects.yaml"
        let networks = "mesh-networks.yaml"
        let here = NetworkEndpoint("127.2.255.1", mesh.gatewayPort)
        let there = NetworkEndpoint("127.2.255.9", mesh.gatewayPort)
        let unready = { @Sendable (text: String) in
            text.replacingOccurrences(
                of: "  - 127.2.0.3\n  conditions:\n    ready: true",
                with: "  - 127.2.0.3\n  conditions:\n    ready: false"
            )
        }
        let move = { @Sendable (text: String) in
            text.replacingOccurrences(of: here.address, with: there.address)
        }
        return [
            DiskChange(what: "a pod of the east is not ready", file: objects, edit: unready, gateway: here, weight: 2),
            DiskChange(what: "the east's gateway moves", file: networks, edit: move, gateway: there, weight: 2),
            DiskChange(what: "and comes back", file: networks, edit: { $0 }, gateway: here, weight: 2),
            DiskChange(what: "the pod is ready again", file: objects, edit: { $0 }, gateway: here, weight: 3),
        ]
    }

    /// The outcome of a change.
    struct Outcome: Sendable {
        let change: DiskChange
        /// The time from the rename of the file until Envoy had the endpoints, or `nil` if it never had.
        let time: Duration?
    }

    /// Makes each change on disk, and waits until a client's Envoy shows it.
    static func play(
        _ changes: [DiskChange],
        in directory: MeshDirectory,
        on stage: Stage,
        server: NetworkEndpoint
    ) async throws -> [Outcome] {
        let cluster = stage.mesh.cluster
        let envoy = try await EnvoyProcess(Client.all[0].bootstrap(cluster, server))
        do {
            try await envoy.untilReady()
            try await envoy.untilHosts(of: cluster.name) { !$0.isEmpty }
            var outcomes: [Outcome] = []
            for change in changes {
                let original = directory.directory.file(change.file)
                let text = try directory.original(change.file)
                let prepared = try directory.directory.write(change.edit(text), to: change.file + ".new")
                let start = ContinuousClock.now
                guard rename(prepared, original) == 0 else { throw HarnessError(.missingTool, "rename \(original)") }
                outcomes.append(
                    Outcome(change: change, time: try await change.arrival(at: envoy, cluster, since: start))
                )
            }
            await envoy.stop()
            return outcomes
        } catch {
            await envoy.stop()
            throw error
        }
    }

    private func arrival(
        at envoy: EnvoyProcess,
        _ cluster: EDSCluster,
        since start: ContinuousClock.Instant
    ) async throws -> Duration? {
        while ContinuousClock.now < start + .seconds(10) {
            let hosts = try await envoy.admin.hosts(of: cluster.name)
            if hosts.contains(where: { $0.socket == gateway && $0.weight == weight }) { return .now - start }
            try await Task.sleep(for: .milliseconds(1))
        }
        return nil
    }
}

import EnvoyHarness
import KubernetesTestServer
import TranslationTestSupport

/// The API servers of two clusters, and a folder with a kubeconfig for the first.
struct LiveClusters {
    let east: KubernetesTestServer
    let west: KubernetesTestServer
    let folder: TemporaryDirectory

    /// A client in the east.
    static let client = EnvoyNode.sidecar(
        "client",
        namespace: "shop",
        address: "10.1.0.9",
        network: "east-network",
        cluster: "east"
    )
    /// The endpoints in the east.
    static let own = [NetworkEndpoint("10.1.0.1", 8080), NetworkEndpoint("10.1.0.2", 8080)]

    /// The arguments that watch the first.
    var arguments: [String] { ["--kubeconfig", folder.file("kubeconfig"), "--context", "test=east"] }

    static func use(_ body: (LiveClusters) async throws -> Void) async throws {
        let east = try await KubernetesTestServer.start()
        let west = try await KubernetesTestServer.start()
        let folder = try TemporaryDirectory(named: "live")
        let outcome: Result<Void, any Error>
        do {
            for text in EdgeNodeCluster.objects("east", 1) { try east.put(manifests: text) }
            for text in EdgeNodeCluster.objects("west", 2) { try west.put(manifests: text) }
            try folder.write(east.kubeconfig(), to: "kubeconfig")
            try await body(LiveClusters(east: east, west: west, folder: folder))
            outcome = .success(())
        } catch {
            outcome = .failure(error)
        }
        await east.stop()
        await west.stop()
        folder.remove()
        try outcome.get()
    }

    /// Adds the remote secret of the second cluster to the first.
    func introduce() throws {
        try east.put(manifests: Manifest.remoteSecret("west", kubeconfig: west.kubeconfig()))
    }

    /// Moves the gateway of the second cluster to its other node.
    ///
    /// - Returns: the new address of the gateway.
    func moveGateway() throws -> NetworkEndpoint {
        try west.put(manifests: EdgeNodeCluster.node("a", address: "192.0.2.20", isEdge: false))
        try west.put(manifests: EdgeNodeCluster.node("b", address: "192.0.2.21", isEdge: true))
        return NetworkEndpoint("192.0.2.21", 32_002)
    }
}

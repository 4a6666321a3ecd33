import EnvoyHarness

/// An Envoy of the file flavour with one cluster, for tests that write its endpoints themselves.
struct FileBench {
    static let web = "outbound|80||web.shop.svc.cluster.local"

    let files: EndpointFiles
    let envoy: EnvoyProcess

    init(_ endpoints: [EndpointFiles.Endpoint]) async throws {
        files = EndpointFiles(try TemporaryDirectory(named: "eds"))
        try files.write(Self.web, endpoints)
        envoy = try await EnvoyProcess(
            EnvoyBootstrap(
                node: .sidecar("client", namespace: "shop", address: "10.1.9.1", network: "west", cluster: "west"),
                flavour: .file(directory: files.directory.path),
                clusters: [EDSCluster(Self.web)]
            )
        )
    }

    /// Runs the body with an Envoy that is ready, and always stops it afterwards.
    static func run(
        _ endpoints: [EndpointFiles.Endpoint],
        _ body: (FileBench) async throws -> Void
    ) async throws {
        let bench = try await FileBench(endpoints)
        do {
            try await bench.envoy.untilReady()
            try await body(bench)
        } catch {
            await bench.envoy.stop()
            throw error
        }
        await bench.envoy.stop()
    }

    func meter() async throws -> TrafficMeter { TrafficMeter(try await envoy.listener(of: Self.web)) }
}

import EnvoyHarness
import Foundation
import Testing

@Suite("Real Envoy with endpoints from files", .serialized)
struct EnvoyProcessTests {
    @Test("Envoy shows its endpoints, with weights and health")
    func endpointsAppear() async throws {
        let first = EndpointFiles.Endpoint(NetworkEndpoint("127.1.0.1", 8080), weight: 1, usesTLS: true)
        let second = EndpointFiles.Endpoint(NetworkEndpoint("127.1.0.2", 8081), weight: 3, health: .draining)
        try await FileBench.run([first, second]) { bench in
            let hosts = try await bench.envoy.admin.hosts(of: FileBench.web).sorted { $0.socket < $1.socket }
            #expect(hosts.map(\.socket) == [first.socket, second.socket])
            #expect(hosts.map(\.weight) == [1, 3])
            #expect(hosts.map(\.health) == [.healthy, .draining])
            #expect(hosts.map(\.priority) == [0, 0])
            #expect(hosts.map(\.requests) == [0, 0])
        }
    }

    @Test("Envoy shows the metadata of endpoints in its configuration dump")
    func metadataAppears() async throws {
        let endpoint = EndpointFiles.Endpoint(NetworkEndpoint("127.1.0.1", 8080), weight: 2, usesTLS: true)
        try await FileBench.run([endpoint]) { bench in
            let assignment = try #require(try await bench.envoy.admin.assignments()[FileBench.web])
            #expect(assignment.hosts.map(\.metadata) == [["envoy.transport_socket_match": ["tlsMode": "istio"]]])
            #expect(assignment.localityWeights == [2])
        }
    }

    @Test("Envoy applies a changed file at once and counts it")
    func changedFile() async throws {
        let (one, two) = (NetworkEndpoint("127.1.0.1", 8080), NetworkEndpoint("127.1.0.2", 8080))
        try await FileBench.run([EndpointFiles.Endpoint(one)]) { bench in
            let before = try await bench.envoy.admin.statistics().number("update_success", ofCluster: FileBench.web)
            try bench.files.write(FileBench.web, [EndpointFiles.Endpoint(two)], version: "2")
            try await bench.envoy.untilHosts(of: FileBench.web) { $0.map(\.socket) == [two] }
            let statistics = try await bench.envoy.admin.statistics()
            #expect(before == 1)
            #expect(statistics.number("update_success", ofCluster: FileBench.web) == 2)
            #expect(statistics.number("update_rejected", ofCluster: FileBench.web) == 0)
        }
    }

    @Test("Envoy reads clusters from a file, and warms a changed one again")
    func clustersFromFile() async throws {
        let endpoint = NetworkEndpoint("127.1.0.1", 8080)
        let files = EndpointFiles(try TemporaryDirectory(named: "eds"))
        try files.write(FileBench.web, [EndpointFiles.Endpoint(endpoint)])
        var bootstrap = EnvoyBootstrap(
            node: EnvoyNode(id: "a", cluster: "b"),
            flavour: .file(directory: files.directory.path),
            clusters: [EDSCluster(FileBench.web)]
        )
        bootstrap.clusterDirectory = try TemporaryDirectory(named: "cds")
        let envoy = try await EnvoyProcess(bootstrap)
        do {
            try await envoy.untilReady()
            #expect(try await envoy.admin.hosts(of: FileBench.web).map(\.socket) == [endpoint])
            #expect(try await envoy.admin.statistics().number("cluster_manager.cluster_modified") == 0)
            bootstrap.clusters = [EDSCluster(FileBench.web, connectTimeout: 2)]
            try bootstrap.writeClusters()
            try await envoy.untilStatistics { $0.number("cluster_manager.cluster_modified") == 1 }
            try await envoy.untilHosts(of: FileBench.web) { $0.map(\.socket) == [endpoint] }
            bootstrap.clusters = []
            try bootstrap.writeClusters()
            try await envoy.untilStatistics { $0.number("cluster_manager.cluster_removed") == 1 }
        } catch {
            await envoy.stop()
            throw error
        }
        await envoy.stop()
    }

    @Test("A stopped Envoy and its folder are gone")
    func gone() async throws {
        let bench = try await FileBench([])
        let process = bench.envoy.process
        #expect(kill(process.id, 0) == 0)
        #expect(await bench.envoy.stop() == .status(0))
        #expect(!process.isRunning)
        #expect(kill(process.id, 0) == -1)
        #expect(!FileManager.default.fileExists(atPath: bench.envoy.directory.path))
    }

    @Test("A rejected bootstrap is an error that contains Envoy's log")
    func rejectedBootstrap() async throws {
        var bootstrap = EnvoyBootstrap(
            node: EnvoyNode(id: "", cluster: ""),
            flavour: .adsSotw,
            clusters: [EDSCluster("web")]
        )
        bootstrap.managementServer = NetworkEndpoint("not an address", 1)
        let error = await #expect(throws: HarnessError.self) { try await EnvoyProcess(bootstrap) }
        #expect(error?.code == .exitedEarly)
        #expect(error?.message.contains("malformed IP address") == true, "\(error?.message ?? "")")
    }

    @Test("Envoy answers on its admin port without a management server")
    func noManagementServer() async throws {
        let bootstrap = EnvoyBootstrap(
            node: EnvoyNode(id: "a", cluster: "b"),
            managementServer: NetworkEndpoint("127.0.0.1", try FreePort.find()),
            flavour: .adsSotw,
            clusters: [EDSCluster(FileBench.web)]
        )
        let envoy = try await EnvoyProcess(bootstrap)
        let isReady = try await envoy.admin.isReady()
        let statistics = try await envoy.untilStatistics { $0.number("control_plane.connected_state") == 0 }
        await envoy.stop()
        #expect(!isReady)
        #expect(statistics.number("update_success", ofCluster: FileBench.web) == 0)
    }

    @Test("Envoy accepts the bootstrap of every flavour", arguments: EDSFlavour.served)
    func everyFlavour(flavour: EDSFlavour) async throws {
        var bootstrap = bootstrap(flavour)
        try await expectValid(bootstrap)
        bootstrap.clusterDirectory = try TemporaryDirectory(named: "cds")
        try bootstrap.writeClusters()
        try await expectValid(bootstrap)
    }

    @Test("Envoy accepts a bootstrap with TLS to the management server")
    func managementTLS() async throws {
        let certificate = try await SelfSignedCertificate.make()
        var bootstrap = bootstrap(.adsDelta)
        bootstrap.managementTLS = EnvoyBootstrap.ManagementTLS(authority: certificate.certificate)
        try await expectValid(bootstrap)
        bootstrap.managementTLS?.certificate = certificate.certificate
        bootstrap.managementTLS?.key = certificate.key
        try await expectValid(bootstrap)
    }

    private func bootstrap(_ flavour: EDSFlavour) -> EnvoyBootstrap {
        EnvoyBootstrap(
            node: EnvoyNode(id: "a", cluster: "b", locality: EnvoyLocality(region: "r", zone: "z", subZone: "s")),
            managementServer: NetworkEndpoint("127.0.0.1", 19_100),
            flavour: flavour,
            clusters: [
                EDSCluster(FileBench.web, initialFetchTimeout: 2),
                EDSCluster("plain", serviceName: "outbound|81||plain", matchesTLSMode: false),
            ]
        )
    }

    private func expectValid(_ bootstrap: EnvoyBootstrap) async throws {
        let directory = try TemporaryDirectory(named: "bootstrap")
        let file = try directory.write(try bootstrap.json.serialized(), to: "bootstrap.json")
        let envoy = try ChildProcess(try BuiltProduct.envoy(), ["--mode", "validate", "-c", file])
        #expect(await envoy.exit(within: .seconds(20)) == .status(0), "\(envoy.output.tail())")
    }
}

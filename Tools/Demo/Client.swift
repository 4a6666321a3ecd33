import EnvoyHarness

/// A client of the demo: an Envoy in one of the networks.
struct Client: Sendable {
    let name: String
    let address: String
    let network: String
    let kubernetesCluster: String
    let flavour: EDSFlavour
    /// The human-readable protocol.
    let protocolName: String

    /// One client in the west over the aggregated stream, one in the east over delta EDS.
    static let all = [
        Client(
            name: "client-west",
            address: "127.1.9.1",
            network: "west-network",
            kubernetesCluster: "west-cluster",
            flavour: .adsSotw,
            protocolName: "ADS, state of the world"
        ),
        Client(
            name: "client-east",
            address: "127.2.9.1",
            network: "east-network",
            kubernetesCluster: "east-cluster",
            flavour: .delta,
            protocolName: "delta EDS"
        ),
    ]

    /// Returns the bootstrap of the client's Envoy.
    func bootstrap(_ cluster: EDSCluster, _ server: NetworkEndpoint) -> EnvoyBootstrap {
        EnvoyBootstrap(
            node: .sidecar(name, namespace: "shop", address: address, network: network, cluster: kubernetesCluster),
            managementServer: server,
            flavour: flavour,
            clusters: [cluster]
        )
    }

    /// Starts the client's Envoy, sends requests through it and records their destinations.
    func run(_ requests: Int, on stage: Stage, server: NetworkEndpoint) async throws -> Observation {
        let mesh = stage.mesh
        let envoy = try await EnvoyProcess(bootstrap(mesh.cluster, server))
        do {
            try await envoy.untilReady()
            try await envoy.untilHosts(of: mesh.cluster.name, within: .seconds(5)) { !$0.isEmpty }
            stage.resetCounts()
            let tally = try await TrafficMeter(try await envoy.listener(of: mesh.cluster.name)).send(requests)
            let observation = Observation(
                client: self,
                hosts: try await envoy.admin.hosts(of: mesh.cluster.name).sorted { $0.socket < $1.socket },
                tally: tally,
                requests: Dictionary(uniqueKeysWithValues: stage.backends.map { ($0.name, $0.requests) }),
                gateways: Dictionary(uniqueKeysWithValues: stage.gateways.map { ($0.socket, $0.seen) })
            )
            await envoy.stop()
            return observation
        } catch {
            await envoy.stop()
            throw error
        }
    }
}

/// The observations of one client's requests.
struct Observation: Sendable {
    let client: Client
    /// The endpoints of Envoy, with the requests that it sent to each.
    let hosts: [EnvoyHost]
    /// The responses, by the name of the workload.
    let tally: TrafficMeter.Tally
    /// The requests as each workload counted them.
    let requests: [String: Backend.Requests]
    /// The connections as each gateway counted them.
    let gateways: [NetworkEndpoint: StandInGateway.Connections]
}

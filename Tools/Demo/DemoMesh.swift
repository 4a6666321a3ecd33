import EnvoyHarness

/// The part of the mesh of `Examples/west-east` that the demo simulates: workloads, networks and gateways.
struct DemoMesh: Sendable {
    /// A pod or a virtual machine of the Service `web`.
    struct Workload: Sendable {
        let name: String
        let address: String
        let network: String
        /// A Boolean value that indicates whether it has a sidecar, and so is reached over TLS.
        let hasSidecar: Bool
    }

    /// A network with the address of its gateway, if it has one.
    struct Network: Sendable {
        let name: String
        let gateway: String?
    }

    /// The workloads' port in the manifests.
    static let workloadPort = 8080

    /// The gateways' port in the manifests.
    static let gatewayPort = 15_443

    /// The cluster that every client subscribes to.
    let cluster = EDSCluster("outbound|80||web.shop.svc.cluster.local")

    let networks = [
        Network(name: "west-network", gateway: "127.1.255.1"),
        Network(name: "east-network", gateway: "127.2.255.1"),
        Network(name: "vm-network", gateway: nil),
    ]

    let workloads = [
        Workload(name: "web-west-0", address: "127.1.0.1", network: "west-network", hasSidecar: true),
        Workload(name: "web-west-1", address: "127.1.0.2", network: "west-network", hasSidecar: true),
        Workload(name: "web-east-0", address: "127.2.0.1", network: "east-network", hasSidecar: true),
        Workload(name: "web-east-1", address: "127.2.0.2", network: "east-network", hasSidecar: true),
        Workload(name: "web-east-2", address: "127.2.0.3", network: "east-network", hasSidecar: true),
        Workload(name: "web-vm-0", address: "127.9.0.1", network: "vm-network", hasSidecar: false),
        Workload(name: "web-vm-1", address: "127.9.0.2", network: "vm-network", hasSidecar: false),
    ]

    /// The workloads' port on this run.
    let workloadPort: Int

    /// The gateways' port on this run.
    let gatewayPort: Int

    /// Makes the mesh, by default with the ports of the manifests.
    init(workloadPort: Int = Self.workloadPort, gatewayPort: Int = Self.gatewayPort) {
        self.workloadPort = workloadPort
        self.gatewayPort = gatewayPort
    }

    /// Returns the workloads of a network.
    func workloads(in network: String) -> [Workload] { workloads.filter { $0.network == network } }

    /// Returns the intended routes of a client in a network: each reachable workload, and for each other network its
    /// gateway
    /// instead of all workloads behind it.
    func routes(from client: String) -> [Route] {
        networks.flatMap { network -> [Route] in
            let targets = workloads(in: network.name)
            if network.name != client, let gateway = network.gateway {
                let socket = NetworkEndpoint(gateway, gatewayPort)
                return [Route(socket: socket, isGateway: true, network: network.name, behind: targets.map(\.name))]
            }
            return targets.map { target in
                let socket = NetworkEndpoint(target.address, workloadPort)
                return Route(socket: socket, isGateway: false, network: network.name, behind: [target.name])
            }
        }
    }
}

/// A route to some workloads: one of them directly, or a gateway.
struct Route: Sendable {
    /// The address that the client connects to.
    let socket: NetworkEndpoint
    let isGateway: Bool
    /// The network behind the route.
    let network: String
    /// The names of the workloads behind the route, all of the same weight.
    let behind: [String]
}

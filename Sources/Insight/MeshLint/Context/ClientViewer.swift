internal import MeshModel
internal import MeshSources
internal import NetworkInference

/// A sidecar that represents those of one network, or of several whose proxies get the same answers for a service.
struct ClientViewer {
    /// The sidecar, with both address families.
    let proxy: Proxy
    /// The networks, ascending; only the empty one for proxies without a network.
    let networks: [NetworkID]

    /// The name of the proxies in messages.
    var description: String {
        let names = networks.filter { !$0.isEmpty }.map(\.name)
        switch names.count {
        case 0: return "proxies without a network"
        case 1: return "proxies in network \(names[0])"
        default: return "proxies in networks \(Wording.list(names))"
        }
    }

    /// Makes a viewer of one proxy.
    init(_ proxy: Proxy) { self.init(proxy, [proxy.network]) }

    fileprivate init(_ proxy: Proxy, _ networks: [NetworkID]) {
        self.proxy = proxy
        self.networks = networks
    }
}

extension LintContext {
    /// Returns viewers of a service for the proxies of every network.
    ///
    /// Networks without endpoints of the service share one: all endpoints are remote for each of them. The work for a
    /// service therefore depends on its own networks, and not on the number of those in the mesh.
    func viewers(of service: ServiceEndpoints) -> [ClientViewer] {
        let inhabited = Set(service.kinds.map(\.example.network))
        let others = networks.viewers.filter { !inhabited.contains($0) }
        var viewers = networks.viewers.filter { inhabited.contains($0) }.map { ClientViewer(sidecar(in: $0)) }
        if let first = others.first { viewers.append(ClientViewer(sidecar(in: first), others)) }
        if networks.hasUnplacedViewers { viewers.append(ClientViewer(sidecar(in: .none))) }
        return viewers
    }

    private func sidecar(in network: NetworkID) -> Proxy {
        ProxyInference(snapshot).proxy(
            for: EnvoyNode(
                id: "sidecar~192.0.2.1~lint.\(mesh.systemNamespace)~\(mesh.systemNamespace).svc.cluster.local",
                metadata: [
                    "NETWORK": .string(network.name), "CLUSTER_ID": .string(mesh.configCluster.name),
                    "NAMESPACE": .string(mesh.systemNamespace), "INSTANCE_IPS": .string("192.0.2.1,2001:db8::1"),
                ]
            )
        )
    }
}

internal import GRPCTransport
internal import MeshModel
internal import MeshViews

/// One client of one connection: its node, and its proxy in the newest mesh.
///
/// Confined to one event loop.
///
/// All streams of a connection with the same node share one: Envoy opens a stream for every cluster (XP-E4).
final class ClientIdentity {
    private var mesh: MeshState
    private var client: ResolvedClient
    /// The number of changes of the client's proxy.
    private(set) var revision = 0
    private let peer: PeerIdentity?
    /// The verdict of the newest rules on the client in the newest mesh.
    private var checked: (authorization: ClientAuthorization, rejection: GRPCStatus?)?

    init(_ node: EnvoyNode, in mesh: MeshState, peer: PeerIdentity?) {
        self.peer = peer
        self.mesh = mesh
        client = mesh.client(for: node)
    }

    var node: EnvoyNode { client.node }
    var resolution: NodeResolution { client.resolution }
    var proxy: Proxy { client.proxy }

    /// Returns the client's view of a mesh, which may make it another proxy.
    func catalog(in state: ServedState, _ options: DiscoveryOptions) -> ViewCatalog {
        follow(state.mesh)
        return ViewCatalog(state: state, proxy: proxy, maximumResponse: options.maximumGRPCResponse)
    }

    /// Returns the reason that the client may not be what it claims in a mesh, or nil if it may (XP-O8).
    ///
    /// Its namespace may depend on the mesh, so the result depends on both rules and mesh.
    func rejection(by authorization: ClientAuthorization?, in mesh: MeshState) -> GRPCStatus? {
        follow(mesh)
        guard let authorization else { return nil }
        if let checked, checked.authorization === authorization { return checked.rejection }
        let rejection = authorization.rejection(of: peer, as: node.id, namespace: proxy.namespace)
        checked = (authorization, rejection)
        return rejection
    }

    private func follow(_ mesh: MeshState) {
        guard mesh !== self.mesh else { return }
        defer { self.mesh = mesh }
        guard let changed = mesh.change(of: client, since: self.mesh) else { return }
        if changed.proxy != client.proxy { revision += 1 }
        client = changed
        checked = nil
    }
}

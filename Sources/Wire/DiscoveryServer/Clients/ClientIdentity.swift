internal import GRPCTransport
internal import MeshModel

/// One client of one connection: its node, and the proxy that it is in the newest mesh.
///
/// Confined to one event loop.
///
/// All streams of a connection that name the same node share one: Envoy opens a stream for every cluster (XP-E4).
final class ClientIdentity {
    private var mesh: ServedMesh
    private var client: ServedClient
    /// Goes up whenever the client turns out to be another proxy than before.
    private(set) var revision = 0
    private let peer: PeerIdentity?
    /// What the newest rules said of the client in the newest mesh.
    private var checked: (authorization: ClientAuthorization, refusal: GRPCStatus?)?

    init(_ node: EnvoyNode, in mesh: ServedMesh, peer: PeerIdentity?) {
        self.peer = peer
        self.mesh = mesh
        client = mesh.client(for: node)
    }

    var node: EnvoyNode { client.node }
    var claim: NodeClaim { client.claim }
    var proxy: Proxy { client.proxy }

    /// The client's view of a mesh; what the proxy is may have changed with it.
    func catalog(in mesh: ServedMesh) -> ViewCatalog {
        follow(mesh)
        return ViewCatalog(mesh: mesh, proxy: proxy)
    }

    /// Why the client may not be what it claims to be in a mesh, or nil when it may (XP-O8).
    ///
    /// Its namespace can depend on the mesh, so both rules and mesh count.
    func refusal(by authorization: ClientAuthorization?, in mesh: ServedMesh) -> GRPCStatus? {
        follow(mesh)
        guard let authorization else { return nil }
        if let checked, checked.authorization === authorization { return checked.refusal }
        let refusal = authorization.refusal(of: peer, as: node.id, namespace: proxy.namespace)
        checked = (authorization, refusal)
        return refusal
    }

    private func follow(_ mesh: ServedMesh) {
        guard mesh !== self.mesh else { return }
        defer { self.mesh = mesh }
        guard let changed = mesh.change(of: client, since: self.mesh) else { return }
        if changed.proxy != client.proxy { revision += 1 }
        client = changed
        checked = nil
    }
}

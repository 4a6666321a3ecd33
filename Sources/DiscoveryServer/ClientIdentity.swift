internal import MeshModel

/// One client of one connection: its node, and the proxy that it is in the newest mesh.
///
/// Confined to one event loop.
///
/// All streams of a connection that name the same node share one: Envoy opens a stream for every cluster (E-04).
final class ClientIdentity {
    let node: EnvoyNode
    private var mesh: ServedMesh
    private(set) var proxy: Proxy
    private(set) var claim: NodeClaim

    init(_ node: EnvoyNode, in mesh: ServedMesh) {
        self.node = node
        self.mesh = mesh
        (proxy, claim) = mesh.client(for: node)
    }

    /// The client's view of a mesh; what the proxy is may have changed with it.
    func catalog(in mesh: ServedMesh) -> ViewCatalog {
        if mesh !== self.mesh {
            self.mesh = mesh
            (proxy, claim) = mesh.client(for: node)
        }
        return ViewCatalog(mesh: mesh, proxy: proxy)
    }
}

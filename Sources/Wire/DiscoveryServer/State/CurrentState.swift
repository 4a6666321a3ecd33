internal import GRPCTransport
internal import MeshModel
internal import MeshViews
internal import Synchronization

/// The newest state of the mesh and the authorization rules; safe to use from any thread.
final class CurrentState: Sendable {
    private let state: Mutex<ServedState>
    private let rules: Mutex<ClientAuthorization?>
    /// The names that the streams are subscribed to.
    let subscribed = SubscribedNames()

    init(_ state: ServedState, authorization: ClientAuthorization? = nil) {
        self.state = Mutex(state)
        rules = Mutex(authorization)
    }

    /// The newest state.
    var current: ServedState { state.withLock { $0 } }

    /// The rules for clients' claims; nil accepts all claims.
    var authorization: ClientAuthorization? { rules.withLock { $0 } }

    /// Returns the reason that a client may not be served as a node in the newest state, or nil if it may (XP-O8).
    func rejection(of peer: PeerIdentity?, as node: EnvoyNode) -> GRPCStatus? {
        guard let authorization else { return nil }
        return authorization.rejection(of: peer, as: node.id, namespace: current.mesh.proxy(for: node).namespace)
    }

    /// Returns the reason that a client may not see data of no particular node, or nil if it may (XP-O8).
    func rejection(of peer: PeerIdentity?) -> GRPCStatus? { authorization?.rejection(of: peer) }

    /// Replaces the state.
    func replace(with state: ServedState) { self.state.withLock { $0 = state } }

    /// Replaces the rules.
    func replace(with authorization: ClientAuthorization?) { rules.withLock { $0 = authorization } }
}

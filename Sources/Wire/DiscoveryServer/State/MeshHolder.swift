internal import GRPCTransport
internal import MeshModel
internal import MeshViews
internal import Synchronization

/// The newest state of the mesh, and who may have it, for every thread to read.
final class MeshHolder: Sendable {
    private let state: Mutex<ServedState>
    private let rules: Mutex<ClientAuthorization?>

    init(_ state: ServedState, authorization: ClientAuthorization? = nil) {
        self.state = Mutex(state)
        rules = Mutex(authorization)
    }

    /// The newest state.
    var current: ServedState { state.withLock { $0 } }

    /// What clients may claim to be; nil believes them.
    var authorization: ClientAuthorization? { rules.withLock { $0 } }

    /// Why a client may not be answered as a node in the newest state, or nil when it may (XP-O8).
    func refusal(of peer: PeerIdentity?, as node: EnvoyNode) -> GRPCStatus? {
        guard let authorization else { return nil }
        return authorization.refusal(of: peer, as: node.id, namespace: current.mesh.proxy(for: node).namespace)
    }

    /// Why a client may not see what concerns no one node, or nil when it may (XP-O8).
    func refusal(of peer: PeerIdentity?) -> GRPCStatus? { authorization?.refusal(of: peer) }

    /// Puts a newer state in place.
    func replace(with state: ServedState) { self.state.withLock { $0 = state } }

    /// Puts newer rules in place.
    func replace(with authorization: ClientAuthorization?) { rules.withLock { $0 = authorization } }
}

public import MeshModel

/// Why the mesh's mTLS is used for an endpoint, or why not (EG-M1 to EG-M10).
public enum MutualTLSGrounds: Hashable, Sendable {
    /// The DestinationRule of the service gives a mode, which goes before everything else (EG-M1).
    case destinationRule(ClientTLSMode)
    /// The workload does not say that it takes mTLS (EG-M5).
    case noSidecar
    /// The workload says that it takes mTLS, and nothing stands against it.
    case sidecar
    /// A PeerAuthentication switches mTLS off for the workload's port (EG-M6).
    case peerAuthentication(ObjectReference?)

    /// Whether mTLS is used, as far as the endpoint takes it.
    public var isEnabled: Bool {
        switch self {
        case .destinationRule(let mode): mode == .istioMutual
        case .sidecar: true
        case .noSidecar, .peerAuthentication: false
        }
    }
}

public import MeshModel

/// The reason for using the mesh's mTLS for an endpoint or not (EG-M1 to EG-M10).
public enum MutualTLSReason: Hashable, Sendable {
    /// The DestinationRule of the service has a mode, which has precedence (EG-M1).
    case destinationRule(ClientTLSMode)
    /// The workload does not declare mTLS (EG-M5).
    case noSidecar
    /// The workload declares mTLS, and no rule disables it.
    case sidecar
    /// A PeerAuthentication disables mTLS for the workload's port (EG-M6).
    case peerAuthentication(ObjectReference?)

    /// A Boolean value that indicates whether mTLS is used if the endpoint accepts it.
    public var isEnabled: Bool {
        switch self {
        case .destinationRule(let mode): mode == .istioMutual
        case .sidecar: true
        case .noSidecar, .peerAuthentication: false
        }
    }
}

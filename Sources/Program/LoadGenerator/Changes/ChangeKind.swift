/// A kind of change of the mesh.
public enum ChangeKind: String, CaseIterable, Hashable, Sendable {
    /// A service gains or loses a quarter of its endpoints.
    case scale
    /// An endpoint is replaced by one with another address.
    case rollout
    /// An endpoint becomes unhealthy, or healthy again.
    case flap
    /// The address of a gateway changes, for every service behind it.
    case gateway
}

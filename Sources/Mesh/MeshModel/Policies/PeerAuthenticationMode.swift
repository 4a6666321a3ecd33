/// The mTLS mode of a PeerAuthentication (EG-M7).
public enum PeerAuthenticationMode: String, Hashable, Sendable {
    /// The mode of the wider scope.
    case unset = "UNSET"
    /// No mTLS.
    case disable = "DISABLE"
    /// mTLS and plain text.
    case permissive = "PERMISSIVE"
    /// mTLS only.
    case strict = "STRICT"
}

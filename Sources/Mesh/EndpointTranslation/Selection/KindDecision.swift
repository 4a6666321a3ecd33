internal import MeshModel

/// What is decided for all endpoints of one kind, for one proxy.
enum KindDecision {
    /// They are not of the assignment at all.
    case notSelected(NetworkDecision.Reason)
    /// They are of the assignment, but cannot be reached: only their locality is noted (EG-N2).
    case unreachable(NetworkDecision.Reason)
    /// By their own addresses; with the TLS mode to announce.
    case direct(tlsMode: String?, NetworkDecision.Grounds)
    /// Through a set of gateways, by number.
    case gateways(Int, tlsMode: String?)
}

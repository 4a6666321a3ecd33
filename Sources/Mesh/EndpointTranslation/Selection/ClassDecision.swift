internal import MeshModel

/// The decision about all endpoints of one kind, for one proxy.
enum ClassDecision {
    /// They are not part of the assignment.
    case notSelected(NetworkDecision.Reason)
    /// They are part of the assignment but unreachable: only their locality counts (EG-N2).
    case unreachable(NetworkDecision.Reason)
    /// They are sent with their own addresses and the TLS mode to announce.
    case direct(tlsMode: String?, NetworkDecision.DirectReason)
    /// They are represented by a set of gateways, by number.
    case gateways(Int, tlsMode: String?)
}

/// `h2UpgradePolicy`: whether requests to HTTP ports go over HTTP/2.
public enum HTTP2Upgrade: String, CaseIterable, Hashable, Sendable {
    /// As the mesh says.
    case `default` = "DEFAULT"
    /// They keep their protocol.
    case doNotUpgrade = "DO_NOT_UPGRADE"
    /// They go over HTTP/2.
    case upgrade = "UPGRADE"
}

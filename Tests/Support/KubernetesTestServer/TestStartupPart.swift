/// A part of a server's start.
public enum TestStartupPart: String, Hashable, Sendable {
    /// The roles: without them every request for objects is forbidden.
    case permissions = "poststarthook/rbac/bootstrap-roles"
    /// The CustomResourceDefinitions: without them their kinds are not found.
    case definitions = "poststarthook/crd-informer-synced"
}

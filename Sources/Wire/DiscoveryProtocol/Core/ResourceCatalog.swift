/// What the server can say about names, for one proxy's view, at one instant.
///
/// One catalog is one atomic snapshot: the versions it gives belong to the content that the server will write
/// for the responses made from it (XP-V3). The state machines ask for a name at most a few times an event, and only for
/// names that the event is about. Names are compared as Swift strings; xdstp names must be brought into their canonical form
/// before they get here (XP-V9).
public protocol ResourceCatalog {
    /// The version of the resource with this name, or `nil` if it does not exist.
    func version(of name: String) -> ContentVersion?

    /// The version of the assignment without endpoints that stands for a name which does not exist (XP-V8).
    ///
    /// If the server hashes the bytes of that assignment, a resource that really has no endpoints has the same version.
    func versionOfEmpty(_ name: String) -> ContentVersion

    /// Every name that exists, sorted; used for wildcard subscriptions only.
    func allNames() -> [String]

    /// How many bytes the resource adds to a response, its envelope included (XP-B8).
    ///
    /// Return 0 for every name to leave responses unbounded in bytes; that is the default implementation.
    func encodedSize(of name: String) -> Int
}

extension ResourceCatalog {
    /// No size known: responses are bounded by the number of resources only.
    public func encodedSize(of name: String) -> Int { 0 }
}

/// Which names may have changed between the catalog before and the catalog now.
///
/// It may name too much, never too little: what did not change in content is not sent (XP-S17).
public enum ChangedNames: Sendable, Hashable {
    /// Any name may have changed.
    case all
    /// Only these may have changed; sorted in ascending order, without duplicates.
    case some([String])
}

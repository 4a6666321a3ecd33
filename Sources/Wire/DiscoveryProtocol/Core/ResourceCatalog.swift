/// The versions and sizes of named resources, for one proxy's view, at one instant.
///
/// One catalog is one atomic snapshot: its versions belong to the content that the server writes for the responses made
/// from it (XP-V3). The state machines query a name at most a few times an event, and only names that the event
/// concerns. Names are compared as Swift strings; xdstp names must be in their canonical form (XP-V9).
public protocol ResourceCatalog {
    /// Returns the version of the resource with this name, or `nil` if it does not exist.
    func version(of name: String) -> ContentVersion?

    /// Returns the version of the assignment without endpoints that is sent for a name that does not exist (XP-V8).
    ///
    /// If the server hashes the bytes of that assignment, an existing resource without endpoints has the same version.
    func versionOfEmpty(_ name: String) -> ContentVersion

    /// Returns a Boolean value that indicates whether a resource exists that the client cannot receive; it is not sent,
    /// and the client keeps the content that it has (XP-B12).
    func isWithheld(_ name: String) -> Bool

    /// Returns a Boolean value that indicates whether a name that does not exist belongs to something that does, such as
    /// an unknown port of a service; such names are not deleted (XP-D8).
    func isPartlyKnown(_ name: String) -> Bool

    /// Returns every name that exists, sorted; used for wildcard subscriptions only.
    func allNames() -> [String]

    /// Returns the number of bytes that the resource adds to a response, its envelope included (XP-B8).
    ///
    /// Return 0 for every name to leave responses unbounded in bytes; that is the default implementation.
    func encodedSize(of name: String) -> Int
}

extension ResourceCatalog {
    /// Returns false: the client can receive every resource.
    public func isWithheld(_ name: String) -> Bool { false }

    /// Returns 0: responses are limited by the number of resources only.
    public func encodedSize(of name: String) -> Int { 0 }

    /// Returns false: a name exists or does not.
    public func isPartlyKnown(_ name: String) -> Bool { false }
}

/// The names that may have changed between the previous catalog and the current one.
///
/// It may contain too many names, never too few: names with unchanged content are not sent (XP-S17).
public enum ChangedNames: Sendable, Hashable {
    /// Any name may have changed.
    case all
    /// Only these may have changed; sorted in ascending order, without duplicates.
    case some([String])
}

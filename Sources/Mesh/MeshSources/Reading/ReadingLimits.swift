/// The limits of one file, so that no file can exhaust memory or stack.
public struct ReadingLimits: Sendable {
    /// The maximum size of a file, in bytes.
    public var fileBytes = 1 << 30
    /// The maximum nesting depth of a document.
    public var depth = 100
    /// The maximum number of nodes of a document, with aliases expanded.
    public var nodes = 50_000_000
    /// The maximum number of nodes that the aliases of a document represent: unlike written nodes they cost no bytes of
    /// a file.
    public var aliasedNodes = 1_000_000

    /// Makes the default limits.
    public init() {}
}

/// Bounds on what one file may hold, so that no file can exhaust memory or stack.
public struct ReadingLimits: Sendable {
    /// The largest file, in bytes.
    public var fileBytes = 1 << 30
    /// The deepest nesting of one document.
    public var depth = 100
    /// The most nodes of one document; aliases count as what they stand for.
    public var nodes = 50_000_000
    /// The most nodes that the aliases of one document may stand for: unlike written nodes they cost no bytes of a file.
    public var aliasedNodes = 1_000_000

    /// Makes the default bounds.
    public init() {}
}

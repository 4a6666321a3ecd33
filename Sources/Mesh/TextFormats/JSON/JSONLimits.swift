/// The limits of a JSON document that is read.
public struct JSONLimits: Hashable, Sendable {
    /// The deepest nesting of objects and lists.
    public var depth = 100

    /// The size of a document, in bytes.
    public var bytes = 4 << 20

    /// The number of values in a document, objects and lists included.
    public var values = 262_144

    /// Creates the limits that suit a document from outside.
    public init() {}
}

/// All errors in an input, in the order of the files.
public struct InputErrors: Error, Sendable, CustomStringConvertible {
    /// The errors, at least one.
    public let errors: [InputError]

    /// Makes a collection.
    public init(_ errors: [InputError]) { self.errors = errors }

    /// The errors, one per line.
    public var description: String { errors.map(\.description).joined(separator: "\n") }
}

/// All that is wrong with an input, in the order of the files.
public struct InputErrors: Error, Sendable, CustomStringConvertible {
    /// At least one error.
    public let errors: [InputError]

    /// Makes a collection.
    public init(_ errors: [InputError]) { self.errors = errors }

    /// One line an error.
    public var description: String { errors.map(\.description).joined(separator: "\n") }
}

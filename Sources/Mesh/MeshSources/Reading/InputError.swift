public import MeshModel

/// An error in the input: its place, the finding and the expectation.
public struct InputError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The kind of error.
    public struct Code: Hashable, Sendable, CustomStringConvertible {
        private enum Kind: String {
            case syntax
            case type
            case value
            case missing
            case duplicate
            case conflict
            case limit
            case file
        }

        private let kind: Kind

        /// The text is not YAML or JSON.
        public static let syntax = Code(kind: .syntax)
        /// A value has the wrong type.
        public static let type = Code(kind: .type)
        /// A value of the right type is not allowed.
        public static let value = Code(kind: .value)
        /// A required value is absent.
        public static let missing = Code(kind: .missing)
        /// A key or object is duplicated.
        public static let duplicate = Code(kind: .duplicate)
        /// Two statements contradict each other.
        public static let conflict = Code(kind: .conflict)
        /// A limit on size, depth or count is exceeded.
        public static let limit = Code(kind: .limit)
        /// A file or folder cannot be read.
        public static let file = Code(kind: .file)

        /// The code's name.
        public var description: String { kind.rawValue }
    }

    /// The kind of error.
    public let code: Code
    /// The place.
    public let location: SourceLocation
    /// The message: what was found, and what was expected.
    public let message: String

    /// Makes an error.
    public init(_ code: Code, at location: SourceLocation, _ message: String) {
        self.code = code
        self.location = location
        self.message = message
    }

    /// The text `file:line:column: message`.
    public var description: String { "\(location): \(message)" }
}

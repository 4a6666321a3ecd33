/// An error in a dump.
public struct DumpError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The kind of error.
    public struct Code: Hashable, Sendable, CustomStringConvertible {
        private enum Kind: String {
            case syntax
            case unknownForm = "unknown-form"
            case type
            case limit
        }

        private let kind: Kind

        /// The text is not JSON or YAML.
        public static let syntax = Code(kind: .syntax)
        /// The text is valid, but in no known form.
        public static let unknownForm = Code(kind: .unknownForm)
        /// A value has the wrong type.
        public static let type = Code(kind: .type)
        /// A limit is exceeded.
        public static let limit = Code(kind: .limit)

        /// The code's name.
        public var description: String { kind.rawValue }
    }

    /// The kind of error.
    public let code: Code
    /// The path in the document, such as `configs[2].endpoints[0]`; empty for the whole document.
    public private(set) var path: String
    /// The message: what was found, and what was expected.
    public let message: String

    /// Makes an error.
    public init(_ code: Code, _ message: String, path: String = "") {
        self.code = code
        self.message = message
        self.path = path
    }

    /// The path and the message.
    public var description: String { path.isEmpty ? message : "\(path): \(message)" }

    /// Returns the same error for a document that contains this one as a part.
    func within(_ part: String) -> DumpError {
        guard !part.isEmpty else { return self }
        var copy = self
        copy.path = path.isEmpty || path.hasPrefix("[") ? part + path : "\(part).\(path)"
        return copy
    }
}

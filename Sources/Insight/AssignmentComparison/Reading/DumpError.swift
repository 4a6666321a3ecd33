/// An error in a dump.
public struct DumpError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The kind of error.
    public enum Code: String, Sendable {
        /// The text is not JSON or YAML.
        case syntax
        /// The text is valid, but in no known form.
        case unknownForm = "unknown-form"
        /// A value has the wrong type.
        case type
        /// A limit is exceeded.
        case limit
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

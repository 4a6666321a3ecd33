/// Why a dump cannot be read.
public struct DumpError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The kind of trouble.
    public enum Code: String, Sendable {
        /// The text is not JSON or YAML.
        case syntax
        /// It is, and of no form that is known.
        case unknownForm = "unknown-form"
        /// A value has the wrong type.
        case type
        /// A bound was passed.
        case limit
    }

    /// The kind of trouble.
    public let code: Code
    /// Where in the document, such as `configs[2].endpoints[0]`; empty for the whole.
    public private(set) var path: String
    /// What was found, and what was expected.
    public let message: String

    /// Makes an error.
    public init(_ code: Code, _ message: String, path: String = "") {
        self.code = code
        self.message = message
        self.path = path
    }

    /// The path and the message.
    public var description: String { path.isEmpty ? message : "\(path): \(message)" }

    /// The same error of a document in which this one is a part.
    func within(_ part: String) -> DumpError {
        guard !part.isEmpty else { return self }
        var copy = self
        copy.path = path.isEmpty || path.hasPrefix("[") ? part + path : "\(part).\(path)"
        return copy
    }
}

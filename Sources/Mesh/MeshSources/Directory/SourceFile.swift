/// One file of a mesh directory: its path, its human-readable name, and its bytes.
public struct SourceFile: Sendable {
    /// The path relative to the top of the directory, parts separated by `/`.
    public let path: String
    /// The path as the user would name it, for messages.
    public let displayName: String
    /// The content.
    public let bytes: [UInt8]

    /// Makes a file.
    public init(path: String, displayName: String, bytes: [UInt8]) {
        self.path = path
        self.displayName = displayName
        self.bytes = bytes
    }

    /// Makes a file of a text.
    public init(path: String, text: String) {
        self.init(path: path, displayName: path, bytes: Array(text.utf8))
    }
}

/// A place in the input: file, line and column.
public struct SourceLocation: Hashable, Sendable, CustomStringConvertible {
    /// The file's path as the user named it, or the name of a live source.
    public let file: String
    /// The line, counted from 1; 0 without lines, as for objects of live clusters.
    public let line: Int
    /// The column in bytes, counted from 1.
    public let column: Int

    /// Makes a location.
    public init(file: String, line: Int, column: Int) {
        self.file = file
        self.line = line
        self.column = column
    }

    /// The text `file:line:column`, as in editors and compilers.
    public var description: String { line == 0 ? file : "\(file):\(line):\(column)" }

    /// The human-readable text `file:line`.
    public var fileAndLine: String { line == 0 ? file : "\(file):\(line)" }
}

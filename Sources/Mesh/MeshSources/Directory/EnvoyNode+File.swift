public import MeshModel

extension EnvoyNode {
    /// Reads a node from a file, in YAML or JSON, field names in either spelling.
    ///
    /// - Throws: ``InputError`` with the place of the error.
    public init(file path: String, limits: ReadingLimits = ReadingLimits()) throws(InputError) {
        let file = try FileTree.file(path, as: path, limits: limits)
        let node = try file.firstDocument(limits: limits) { (value) throws(InputError) in try EnvoyNode(value) }
        guard let node else {
            throw InputError(
                .missing,
                at: SourceLocation(file: path, line: 0, column: 0),
                "the file is empty, expected an Envoy Node"
            )
        }
        self = node
    }
}

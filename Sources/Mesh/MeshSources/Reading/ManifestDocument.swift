internal import MeshModel

/// One YAML or JSON document as a flat tree: nodes in one array, linked by index.
///
/// A tree of objects would cost an allocation per node; a mesh of a hundred thousand endpoints has millions of nodes.
package final class ManifestDocument {
    /// The kind of a node.
    enum Kind: UInt8 {
        case mapping
        case sequence
        /// A scalar without quotes, whose type depends on its text.
        case plain
        /// A quoted or block scalar: always text.
        case quoted
    }

    /// One node.
    ///
    /// The children of a mapping alternate between keys and values.
    struct Node {
        var kind: Kind
        var line: Int32
        var column: Int32
        /// The first child, or -1.
        var firstChild: Int32 = -1
        /// The next node under the same parent, or -1.
        var nextSibling: Int32 = -1
        /// The number of nodes that this one represents, aliases included.
        var size: Int32 = 1
        /// The levels below this one, aliases included.
        var height: Int32 = 0
        var text = ""
    }

    let file: String
    var nodes: [Node] = []
    /// The top of the document, or -1 if it is empty.
    package var root: Int32 = -1
    /// The offset of line numbers, for documents inside a text of another one.
    let lineOffset: Int

    init(file: String, lineOffset: Int) {
        self.file = file
        self.lineOffset = lineOffset
    }

    func location(_ index: Int32) -> SourceLocation {
        let node = nodes[Int(index)]
        return SourceLocation(file: file, line: Int(node.line) + lineOffset, column: Int(node.column))
    }
}

internal import CYAML
internal import MeshModel

/// Reads YAML and JSON text into documents, one at a time, with libyaml's event parser.
///
/// JSON is read as a subset of YAML. Anchors and aliases are supported; an alias shares its node and counts towards the
/// limits
/// with its whole size, so that nested aliases cannot explode.
package struct ManifestParser: ~Copyable {
    private let file: String
    private let lineOffset: Int
    private let limits: ReadingLimits
    private let parser: UnsafeMutablePointer<yaml_parser_t>
    private var interner = StringInterner()
    private var isAtEnd = false
    /// The number of nodes that the current document's aliases represent so far.
    private var aliasedNodes = 0

    /// Starts reading.
    ///
    /// - Parameters:
    ///   - bytes: the text, which must stay valid while this value is used.
    ///   - file: the name in errors.
    ///   - lineOffset: the offset of line numbers.
    ///   - limits: the limits of each document.
    package init(
        _ bytes: UnsafeBufferPointer<UInt8>,
        file: String,
        lineOffset: Int = 0,
        limits: ReadingLimits
    ) throws(InputError) {
        self.file = file
        self.lineOffset = lineOffset
        self.limits = limits
        parser = .allocate(capacity: 1)
        guard yaml_parser_initialize(parser) == 1 else {
            parser.deallocate()
            throw InputError(
                .limit,
                at: SourceLocation(file: file, line: 0, column: 0),
                "out of memory for a parser"
            )
        }
        yaml_parser_set_input_string(parser, bytes.baseAddress, bytes.count)
    }

    deinit {
        yaml_parser_delete(parser)
        parser.deallocate()
    }

    /// Returns the next non-empty document, or `nil` at the end.
    package mutating func next() throws(InputError) -> ManifestDocument? {
        while !isAtEnd {
            let document = ManifestDocument(file: file, lineOffset: lineOffset)
            try read(into: document)
            if document.root >= 0 { return document }
        }
        return nil
    }

    private struct Open {
        let index: Int32
        let anchor: String?
        var lastChild: Int32 = -1
        var children = 0
    }

    private mutating func read(into document: ManifestDocument) throws(InputError) {
        var open: [Open] = []
        var anchors: [String: Int32] = [:]
        aliasedNodes = 0
        while true {
            var event = yaml_event_t()
            guard yaml_parser_parse(parser, &event) == 1 else { throw syntaxError() }
            defer { yaml_event_delete(&event) }
            switch event.type {
            case YAML_STREAM_END_EVENT:
                isAtEnd = true
                return
            case YAML_DOCUMENT_END_EVENT:
                return
            case YAML_SCALAR_EVENT:
                let scalar = event.data.scalar
                let bytes = UnsafeBufferPointer(start: scalar.value, count: scalar.length)
                let kind: ManifestDocument.Kind = scalar.style == YAML_PLAIN_SCALAR_STYLE ? .plain : .quoted
                let index = try append(kind, text: interner.string(bytes), event, to: document, &open)
                if let name = scalar.anchor { anchors[Self.text(name)] = index }
            case YAML_SEQUENCE_START_EVENT, YAML_MAPPING_START_EVENT:
                let isMapping = event.type == YAML_MAPPING_START_EVENT
                let index = try append(isMapping ? .mapping : .sequence, text: "", event, to: document, &open)
                let anchor = isMapping ? event.data.mapping_start.anchor : event.data.sequence_start.anchor
                open.append(Open(index: index, anchor: anchor.map(Self.text)))
                if open.count > limits.depth {
                    throw InputError(
                        .limit,
                        at: document.location(index),
                        "nested deeper than \(limits.depth) levels"
                    )
                }
            case YAML_SEQUENCE_END_EVENT, YAML_MAPPING_END_EVENT:
                guard let closed = open.popLast() else { continue }
                if let anchor = closed.anchor { anchors[anchor] = closed.index }
                try close(closed.index, in: document, open)
            case YAML_ALIAS_EVENT:
                try appendAlias(event, anchors, to: document, &open)
            default:
                break
            }
        }
    }

    private func append(
        _ kind: ManifestDocument.Kind,
        text: String,
        _ event: yaml_event_t,
        to document: ManifestDocument,
        _ open: inout [Open]
    ) throws(InputError) -> Int32 {
        let index = Int32(document.nodes.count)
        document.nodes.append(
            ManifestDocument.Node(
                kind: kind,
                line: Int32(clamping: event.start_mark.line + 1),
                column: Int32(clamping: event.start_mark.column + 1),
                text: text
            )
        )
        guard document.nodes.count <= limits.nodes else {
            throw InputError(.limit, at: document.location(index), "more than \(limits.nodes) values in one document")
        }
        link(index, in: document, &open)
        if kind == .plain || kind == .quoted { try close(index, in: document, open) }
        return index
    }

    /// Links a node to the innermost open mapping or sequence.
    private func link(_ index: Int32, in document: ManifestDocument, _ open: inout [Open]) {
        guard var parent = open.popLast() else {
            document.root = index
            return
        }
        if parent.lastChild < 0 {
            document.nodes[Int(parent.index)].firstChild = index
        } else {
            document.nodes[Int(parent.lastChild)].nextSibling = index
        }
        parent.lastChild = index
        parent.children += 1
        open.append(parent)
    }

    /// Adds a finished node's size to its parent's.
    private func close(_ index: Int32, in document: ManifestDocument, _ open: [Open]) throws(InputError) {
        guard let parent = open.last else { return }
        let (size, overflow) = document.nodes[Int(parent.index)].size
            .addingReportingOverflow(document.nodes[Int(index)].size)
        guard !overflow, Int(size) <= limits.nodes else {
            throw InputError(.limit, at: document.location(index), "more than \(limits.nodes) values in one document")
        }
        document.nodes[Int(parent.index)].size = size
        let height = document.nodes[Int(index)].height + 1
        if height > document.nodes[Int(parent.index)].height { document.nodes[Int(parent.index)].height = height }
    }

    private mutating func appendAlias(
        _ event: yaml_event_t,
        _ anchors: [String: Int32],
        to document: ManifestDocument,
        _ open: inout [Open]
    ) throws(InputError) {
        let name = event.data.alias.anchor.map(Self.text) ?? ""
        guard let target = anchors[name] else {
            throw InputError(
                .syntax,
                at: location(event.start_mark),
                "alias *\(name) stands before the end of its anchor"
            )
        }
        // A copy of the node shares its children, but not the sibling link.
        let index = Int32(document.nodes.count)
        var node = document.nodes[Int(target)]
        // Aliases of aliases must not exceed the depth of written documents: readers of values are recursive.
        guard open.count + Int(node.height) <= limits.depth else {
            throw InputError(
                .limit,
                at: location(event.start_mark),
                "nested deeper than \(limits.depth) levels"
            )
        }
        aliasedNodes += Int(node.size)
        guard aliasedNodes <= limits.aliasedNodes else {
            let message = "aliases stand for more than \(limits.aliasedNodes) values in one document"
            throw InputError(.limit, at: location(event.start_mark), message)
        }
        node.nextSibling = -1
        document.nodes.append(node)
        link(index, in: document, &open)
        try close(index, in: document, open)
    }

    private func location(_ mark: yaml_mark_t) -> SourceLocation {
        SourceLocation(file: file, line: Int(mark.line) + 1 + lineOffset, column: Int(mark.column) + 1)
    }

    private func syntaxError() -> InputError {
        let problem = parser.pointee.problem.map { String(cString: $0) } ?? "the text cannot be read"
        let context = parser.pointee.context.map { " \(String(cString: $0))" } ?? ""
        // Encoding errors have no problem mark.
        let mark = parser.pointee.error == YAML_READER_ERROR ? parser.pointee.mark : parser.pointee.problem_mark
        return InputError(.syntax, at: location(mark), "\(problem)\(context): expected YAML or JSON")
    }

    private static func text(_ name: UnsafeMutablePointer<yaml_char_t>) -> String {
        String(decodingCString: name, as: UTF8.self)
    }
}

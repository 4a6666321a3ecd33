package import MeshModel

/// One value of a document, with typed readers that report the place and kind of an error.
package struct ManifestValue {
    let document: ManifestDocument
    let index: Int32

    /// Makes the value at the top of a document.
    package init(root document: ManifestDocument) { self.init(document: document, index: document.root) }

    init(document: ManifestDocument, index: Int32) {
        self.document = document
        self.index = index
    }

    private var node: ManifestDocument.Node { document.nodes[Int(index)] }

    /// The place of the value.
    package var location: SourceLocation { document.location(index) }

    /// The unparsed text of a scalar; empty for others.
    package var rawText: String { node.text }

    /// A Boolean value that indicates a scalar: a plain, quoted or block text.
    package var isScalar: Bool { node.kind == .plain || node.kind == .quoted }

    /// A Boolean value that indicates a list.
    package var isList: Bool { node.kind == .sequence }

    /// A Boolean value that indicates `null`, `~` or an empty value.
    package var isNull: Bool {
        guard node.kind == .plain else { return false }
        return node.text.isEmpty || node.text == "null" || node.text == "~" || node.text == "Null"
            || node.text == "NULL"
    }

    /// The kind of value, for messages.
    package var kindName: String {
        switch node.kind {
        case .mapping: return "an object"
        case .sequence: return "a list"
        case .quoted: return "the text \"\(node.text.prefix(40))\""
        case .plain:
            if isNull { return "nothing" }
            if Self.boolean(node.text) != nil { return "the truth value \(node.text)" }
            if Self.isNumber(node.text) { return "the number \(node.text.prefix(40))" }
            return "the text \"\(node.text.prefix(40))\""
        }
    }

    /// Returns the error for a value of the wrong type.
    package func unexpected(_ expected: String) -> InputError {
        InputError(.type, at: location, "found \(kindName), expected \(expected)")
    }

    /// Returns the fields of an object.
    package func mapping(_ expected: String = "an object") throws(InputError) -> ManifestMapping {
        guard node.kind == .mapping else { throw unexpected(expected) }
        return try ManifestMapping(self)
    }

    /// Returns the items of a list.
    package func list(_ expected: String = "a list") throws(InputError) -> [ManifestValue] {
        guard node.kind == .sequence else { throw unexpected(expected) }
        return children
    }

    /// The children in order; alternating keys and values for an object.
    package var children: [ManifestValue] {
        var result: [ManifestValue] = []
        var child = node.firstChild
        while child >= 0 {
            result.append(ManifestValue(document: document, index: child))
            child = document.nodes[Int(child)].nextSibling
        }
        return result
    }

    /// Returns a text; numbers and Boolean values must be quoted, as API servers require.
    package func string(_ expected: String = "a text") throws(InputError) -> String {
        switch node.kind {
        case .quoted: return node.text
        case .plain where Self.isText(node.text): return node.text
        case .plain where !isNull: throw unexpected("\(expected); put it in quotes")
        default: throw unexpected(expected)
        }
    }

    /// Returns an integer within bounds.
    package func integer(_ bounds: ClosedRange<Int>, _ expected: String) throws(InputError) -> Int {
        guard node.kind == .plain, let number = Self.integer(node.text) else {
            throw unexpected("\(expected) from \(bounds.lowerBound) to \(bounds.upperBound)")
        }
        guard bounds.contains(number) else {
            throw InputError(
                .value,
                at: location,
                "\(number) is out of range, expected \(expected) from \(bounds.lowerBound) to \(bounds.upperBound)"
            )
        }
        return number
    }

    /// Returns a Boolean value.
    package func boolean(_ expected: String = "true or false") throws(InputError) -> Bool {
        guard node.kind == .plain, let value = Self.boolean(node.text) else { throw unexpected(expected) }
        return value
    }

    /// Returns a list of texts.
    package func strings(_ expected: String = "a list of texts") throws(InputError) -> [String] {
        var result: [String] = []
        for item in try list(expected) { result.append(try item.string()) }
        return result
    }

    /// Returns an object of texts, as labels and annotations are.
    package func labels() throws(InputError) -> Labels {
        var labels: [(String, String)] = []
        for (key, value) in try mapping("an object of texts").entries where !value.isNull {
            labels.append((key, try value.string()))
        }
        return Labels(labels)
    }

    /// Returns the value as metadata of an Envoy node.
    package func metadata() throws(InputError) -> MetadataValue {
        switch node.kind {
        case .mapping:
            var object: [String: MetadataValue] = [:]
            for (key, value) in try mapping().entries { object[key] = try value.metadata() }
            return .object(object)
        case .sequence:
            var list: [MetadataValue] = []
            for item in children { list.append(try item.metadata()) }
            return .list(list)
        case .quoted: return .string(node.text)
        case .plain:
            if isNull { return .null }
            if let value = Self.boolean(node.text) { return .bool(value) }
            if Self.isNumber(node.text), let number = Double(node.text) { return .number(number) }
            return .string(node.text)
        }
    }

    private static func isText(_ text: String) -> Bool {
        guard let first = text.utf8.first else { return false }
        // Most texts begin with a letter that no other type begins with and are decided at once.
        switch first {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "."):
            return !isNumber(text)
        case UInt8(ascii: "t"), UInt8(ascii: "T"), UInt8(ascii: "f"), UInt8(ascii: "F"): return boolean(text) == nil
        case UInt8(ascii: "n"), UInt8(ascii: "N"): return !["null", "Null", "NULL"].contains(text)
        case UInt8(ascii: "~"): return text != "~"
        default: return true
        }
    }

    private static func boolean(_ text: String) -> Bool? {
        switch text {
        case "true", "True", "TRUE": true
        case "false", "False", "FALSE": false
        default: nil
        }
    }

    private static func integer(_ text: String) -> Int? {
        guard !text.hasPrefix("+") else { return Int(text.dropFirst()) }
        return Int(text)
    }

    private static func isNumber(_ text: String) -> Bool {
        guard let last = text.utf8.last else { return false }
        // `Double` also parses names such as "nan" and hexadecimal floats; YAML's numbers end in a digit or a point.
        guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(last) || last == UInt8(ascii: ".") else { return false }
        if Int(text) != nil { return true }
        guard text.utf8.allSatisfy({ "0123456789+-.eE".utf8.contains($0) }) else { return false }
        return Double(text) != nil
    }
}

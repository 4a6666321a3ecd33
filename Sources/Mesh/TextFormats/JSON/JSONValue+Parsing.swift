extension JSONValue {
    /// Parses a document of UTF-8 bytes.
    ///
    /// - Throws: ``JSONError``, whose message begins with `line:column`, if the bytes are not one JSON document or exceed a limit.
    public init(parsing bytes: [UInt8], limits: JSONLimits = JSONLimits()) throws(JSONError) {
        var builder = JSONTreeBuilder(reader: try JSONReader(bytes, limits: limits))
        self = try builder.document()
    }

    /// Parses a document.
    ///
    /// - Throws: ``JSONError``, whose message begins with `line:column`, if the text is not one JSON document or exceeds a limit.
    public init(parsing text: String, limits: JSONLimits = JSONLimits()) throws(JSONError) {
        try self.init(parsing: [UInt8](text.utf8), limits: limits)
    }
}

/// The builder of a tree from a reader's tokens, which recurses only as deep as the reader permits.
private struct JSONTreeBuilder {
    var reader: JSONReader

    mutating func document() throws(JSONError) -> JSONValue {
        let value = try self.value(try reader.next())
        // The reader rejects anything after the document.
        _ = try reader.next()
        return value
    }

    private mutating func value(_ token: JSONReader.Token?) throws(JSONError) -> JSONValue {
        switch token {
        case .beginObject: return .object(try members())
        case .beginArray: return .array(try elements())
        case .string(let text): return .string(text)
        case .number(let number): return .number(number)
        case .bool(let truth): return .bool(truth)
        case .null, .endObject, .endArray, .name, nil: return .null
        }
    }

    private mutating func members() throws(JSONError) -> [JSONValue.Member] {
        var members: [JSONValue.Member] = []
        while case .name(let name) = try reader.next() {
            members.append(JSONValue.Member(name, try value(try reader.next())))
        }
        return members
    }

    private mutating func elements() throws(JSONError) -> [JSONValue] {
        var elements: [JSONValue] = []
        while let token = try reader.next(), token != .endArray {
            elements.append(try value(token))
        }
        return elements
    }
}

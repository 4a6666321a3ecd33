internal import CEnvoyAPI
internal import MeshModel
internal import TextFormats

/// The messages of `google.protobuf` whose JSON is not an object of their fields (XP-R3).
struct WellKnownJSON {
    private let message: UnsafePointer<ProtobufCMessage>
    private let json: MessageJSON
    private let depth: Int

    init(message: UnsafePointer<ProtobufCMessage>, json: MessageJSON, depth: Int) {
        self.message = message
        self.json = json
        self.depth = depth
    }

    /// Returns the message's special form; nil if its type has none.
    func value() throws(MessageError) -> JSONValue? {
        let name = String(cString: message.pointee.descriptor.pointee.name)
        guard name.hasPrefix("google.protobuf.") else { return nil }
        switch name.dropFirst("google.protobuf.".count) {
        case "Any": return try any(load())
        case "Duration": return .string(Self.text(of: load()))
        case "Struct": return try structure(load())
        case "Value": return try self.value(load())
        case "ListValue": return try list(load())
        case "DoubleValue", "FloatValue", "Int64Value", "UInt64Value", "Int32Value", "UInt32Value", "BoolValue",
            "StringValue":
            return wrapper { $0.scalar(at: $0.storage) }
        case "BytesValue": return wrapper { .string(Base64.encode($0.bytes(at: $0.storage))) }
        default: return nil
        }
    }

    /// Loads the message as the C struct of its descriptor.
    private func load<Message>() -> Message {
        UnsafeRawPointer(message).assumingMemoryBound(to: Message.self).pointee
    }

    private func wrapper(_ body: (MessageField) -> JSONValue) -> JSONValue {
        guard let field = message.pointee.descriptor.pointee.fields else { return .null }
        return body(MessageField(field.pointee, of: message))
    }

    // MARK: Any

    private func any(_ any: Google__Protobuf__Any) throws(MessageError) -> JSONValue {
        let url = String(cString: any.type_url)
        let bytes = UnsafeRawBufferPointer(start: any.value.data, count: any.value.len)
        guard !url.isEmpty else { return .object([]) }
        let type = JSONValue.Member("@type", .string(url))
        guard let known = EnvoyMessageType(typeURL: url) else {
            return .object([type, JSONValue.Member("value", .string(Base64.encode(bytes)))])
        }
        let content = try json.value(of: known, bytes, depth: self.depth + 1)
        if case .object(let members) = content, !known.hasSpecialJSON {
            return .object([type] + members)
        }
        return .object([type, JSONValue.Member("value", content)])
    }

    // MARK: Duration

    private static func text(of duration: Google__Protobuf__Duration) -> String {
        let negative = duration.seconds < 0 || duration.nanos < 0
        var text = (negative ? "-" : "") + String(duration.seconds.magnitude)
        if duration.nanos != 0 {
            var digits = String(duration.nanos.magnitude)
            digits = String(repeating: "0", count: max(0, 9 - digits.utf8.count)) + digits
            // None, three, six or nine digits, as in proto3's JSON.
            while digits.hasSuffix("000") { digits.removeLast(3) }
            text += "." + digits
        }
        return text + "s"
    }

    // MARK: Struct

    private func structure(_ structure: Google__Protobuf__Struct) throws(MessageError) -> JSONValue {
        var members: [JSONValue.Member] = []
        members.reserveCapacity(structure.n_fields)
        for entry in UnsafeBufferPointer(start: structure.fields, count: structure.n_fields) {
            guard let entry else { continue }
            let name = String(cString: entry.pointee.key)
            members.append(JSONValue.Member(name, try nested(entry.pointee.value)))
        }
        return .sorted(members)
    }

    private func list(_ list: Google__Protobuf__ListValue) throws(MessageError) -> JSONValue {
        var elements: [JSONValue] = []
        elements.reserveCapacity(list.n_values)
        for value in UnsafeBufferPointer(start: list.values, count: list.n_values) {
            elements.append(try nested(value))
        }
        return .array(elements)
    }

    private func value(_ value: Google__Protobuf__Value) throws(MessageError) -> JSONValue {
        switch value.kind_case {
        case GOOGLE__PROTOBUF__VALUE__KIND_NUMBER_VALUE: JSONValue(value.number_value)
        case GOOGLE__PROTOBUF__VALUE__KIND_STRING_VALUE: .string(String(cString: value.string_value))
        case GOOGLE__PROTOBUF__VALUE__KIND_BOOL_VALUE: .bool(value.bool_value != 0)
        case GOOGLE__PROTOBUF__VALUE__KIND_STRUCT_VALUE: try nested(value.struct_value)
        case GOOGLE__PROTOBUF__VALUE__KIND_LIST_VALUE: try nested(value.list_value)
        default: .null
        }
    }

    private func nested<Message>(_ message: UnsafeMutablePointer<Message>?) throws(MessageError) -> JSONValue {
        guard let message else { return .null }
        let base = UnsafeRawPointer(message).assumingMemoryBound(to: ProtobufCMessage.self)
        return try json.value(of: base, depth: self.depth + 1)
    }
}

extension EnvoyMessageType {
    /// A Boolean value that indicates whether the type's JSON inside of an `Any` is under `value` instead of beside
    /// `@type`.
    fileprivate var hasSpecialJSON: Bool {
        switch self {
        case .any, .structure, .duration, .uint32Value: true
        default: false
        }
    }
}

internal import CEnvoyAPI
internal import MeshModel
public import TextFormats

/// A renderer of packed messages as proto3 JSON, by libprotobuf-c's descriptors (XP-R2, XP-R3).
///
/// Members are sorted by name and defaults are omitted, so equal messages result in equal text. Special cases:
/// * an `Any` becomes an object with `@type` beside the message's own fields. For a type that is not in
/// ``EnvoyMessageType`` the
/// bytes are shown in base64 as `value`, because proto3's JSON has no form for it.
/// * a node, which our definitions declare as bytes, is shown as a (trimmed) node, and so is its metadata.
public struct MessageJSON: Sendable {
    /// The form of field names.
    public enum FieldNames: Hashable, Sendable {
        /// `clusterName`, as in proto3's JSON.
        case lowerCamelCase
        /// `cluster_name`, as in the definitions and in Envoy's own dumps.
        case snakeCase
    }

    /// The form of field names.
    public var fieldNames: FieldNames

    /// The limits of the shown messages.
    public var limits: MessageLimits

    /// Creates a renderer.
    public init(fieldNames: FieldNames = .lowerCamelCase, limits: MessageLimits = .trusted) {
        self.fieldNames = fieldNames
        self.limits = limits
    }

    /// Converts a packed message.
    ///
    /// - Throws: ``MessageError`` if the bytes are not such a message or exceed a limit (XP-L1).
    public func value(of type: EnvoyMessageType, _ bytes: [UInt8]) throws(MessageError) -> JSONValue {
        try bytes.span.bytes.withUnsafeBytes { buffer throws(MessageError) in
            try self.value(of: type, buffer, depth: 1)
        }
    }

    func value(
        of type: EnvoyMessageType,
        _ bytes: UnsafeRawBufferPointer,
        depth: Int
    ) throws(MessageError) -> JSONValue {
        let unpacked = try UnpackedMessage(type, from: bytes, limits: self.limits)
        return try unpacked.withMessage { message throws(MessageError) in
            try self.value(of: message, depth: depth)
        }
    }

    /// Converts a message to the form of its type.
    func value(of message: UnsafePointer<ProtobufCMessage>, depth: Int) throws(MessageError) -> JSONValue {
        // The validator limits the depth of one message; this limits the contents of Any and of packed nodes.
        guard depth <= limits.depth else {
            throw MessageError(
                code: .limitExceeded,
                message: "expected messages nested at most \(limits.depth) deep"
            )
        }
        if let special = try WellKnownJSON(message: message, json: self, depth: depth).value() {
            return special
        }
        return .sorted(try members(of: message, depth: depth))
    }

    /// Converts a message's fields that are set, in the order of their numbers.
    private func members(
        of message: UnsafePointer<ProtobufCMessage>,
        depth: Int
    ) throws(MessageError) -> [JSONValue.Member] {
        let descriptor = message.pointee.descriptor.pointee
        var members: [JSONValue.Member] = []
        for definition in UnsafeBufferPointer(start: descriptor.fields, count: Int(descriptor.n_fields)) {
            let field = MessageField(definition, of: message)
            guard let value = try self.value(of: field, depth: depth) else { continue }
            members.append(JSONValue.Member(name(of: field), value))
        }
        return members
    }

    private func name(of field: MessageField) -> String {
        switch fieldNames {
        case .snakeCase: field.name
        case .lowerCamelCase: Self.camelCase(field.name)
        }
    }

    /// Removes underscores and capitalizes the letter after each.
    static func camelCase(_ name: String) -> String {
        var camel = ""
        var capital = false
        for character in name {
            if character == "_" {
                capital = true
            } else {
                camel += capital ? character.uppercased() : String(character)
                capital = false
            }
        }
        return camel
    }

    /// Converts a field; nil if it is not set.
    private func value(of field: MessageField, depth: Int) throws(MessageError) -> JSONValue? {
        guard field.isRepeated else {
            return field.isSet ? try element(of: field, at: field.storage, depth: depth) : nil
        }
        guard field.count > 0 else { return nil }
        if field.isMap { return try map(field, depth: depth) }
        var elements: [JSONValue] = []
        elements.reserveCapacity(field.count)
        for index in 0..<field.count {
            elements.append(try element(of: field, at: field.element(index), depth: depth))
        }
        return .array(elements)
    }

    private func map(_ field: MessageField, depth: Int) throws(MessageError) -> JSONValue {
        var members: [JSONValue.Member] = []
        members.reserveCapacity(field.count)
        for index in 0..<field.count {
            guard let entry = field.element(index).load(as: UnsafePointer<ProtobufCMessage>?.self) else { continue }
            let fields = entry.pointee.descriptor.pointee.fields
            guard let fields else { continue }
            let key = MessageField(fields[0], of: entry)
            let value = MessageField(fields[1], of: entry)
            let shown = try element(of: value, at: value.storage, depth: depth + 1)
            members.append(JSONValue.Member(key.text(at: key.storage), shown))
        }
        return .sorted(members)
    }

    private func element(
        of field: MessageField,
        at storage: UnsafeRawPointer,
        depth: Int
    ) throws(MessageError) -> JSONValue {
        switch field.definition.type {
        case PROTOBUF_C_TYPE_MESSAGE:
            guard let message = storage.load(as: UnsafePointer<ProtobufCMessage>?.self) else { return .object([]) }
            return try value(of: message, depth: depth + 1)
        case PROTOBUF_C_TYPE_BYTES:
            let bytes = field.bytes(at: storage)
            if let type = field.packedType { return try value(of: type, bytes, depth: depth + 1) }
            return .string(Base64.encode(bytes))
        default:
            return field.scalar(at: storage)
        }
    }
}

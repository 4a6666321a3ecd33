internal import CEnvoyAPI
internal import TextFormats

/// One field of one unpacked message: its definition, and where libprotobuf-c keeps its value.
///
/// It points into the message and must not outlive it.
struct MessageField {
    let definition: ProtobufCFieldDescriptor
    private let message: UnsafePointer<ProtobufCMessage>

    init(_ definition: ProtobufCFieldDescriptor, of message: UnsafePointer<ProtobufCMessage>) {
        self.definition = definition
        self.message = message
    }

    /// The field's name as in the definition, in snake case.
    var name: String { String(cString: self.definition.name) }

    /// Where the value is, or the pointer to the elements if the field is repeated.
    var storage: UnsafeRawPointer { UnsafeRawPointer(self.message) + Int(self.definition.offset) }

    private var quantifier: UnsafeRawPointer {
        UnsafeRawPointer(self.message) + Int(self.definition.quantifier_offset)
    }

    // MARK: Presence

    var isRepeated: Bool { self.definition.label == PROTOBUF_C_LABEL_REPEATED }

    /// How many elements a repeated field has.
    var count: Int { self.quantifier.load(as: Int.self) }

    /// Where a repeated field's element is.
    func element(_ index: Int) -> UnsafeRawPointer {
        self.storage.load(as: UnsafeRawPointer.self) + index * self.stride
    }

    /// Whether a singular field is to be shown: a member of a oneof if it is the one, others if they are not the default.
    var isSet: Bool {
        if self.definition.flags & PROTOBUF_C_FIELD_FLAG_ONEOF.rawValue != 0 {
            return self.quantifier.load(as: UInt32.self) == self.definition.id
        }
        switch self.definition.type {
        case PROTOBUF_C_TYPE_MESSAGE:
            return self.storage.load(as: UnsafeRawPointer?.self) != nil
        case PROTOBUF_C_TYPE_BYTES:
            return !self.bytes(at: self.storage).isEmpty
        case PROTOBUF_C_TYPE_STRING:
            return !self.text(at: self.storage).isEmpty
        default:
            return UnsafeRawBufferPointer(start: self.storage, count: self.stride).contains { $0 != 0 }
        }
    }

    /// Whether the field is a map: libprotobuf-c shows one as a repeated message of a name that protoc makes up.
    var isMap: Bool {
        guard self.isRepeated, self.definition.type == PROTOBUF_C_TYPE_MESSAGE else { return false }
        let entry = self.definition.descriptor.load(as: ProtobufCMessageDescriptor.self)
        guard entry.n_fields == 2, let fields = entry.fields, fields[0].id == 1, fields[1].id == 2 else { return false }
        guard String(cString: fields[0].name) == "key", String(cString: fields[1].name) == "value" else { return false }
        let camel = MessageJSON.camelCase(self.name)
        return String(cString: entry.short_name) == camel.prefix(1).uppercased() + camel.dropFirst() + "Entry"
    }

    /// The type of a message that our definitions declare as bytes; nil for bytes that are just bytes.
    var packedType: EnvoyMessageType? {
        switch (String(cString: self.message.pointee.descriptor.pointee.name), self.name) {
        case (EnvoyMessageType.discoveryRequest.rawValue, "node"): .node
        case (EnvoyMessageType.deltaDiscoveryRequest.rawValue, "node"): .node
        case (EnvoyMessageType.node.rawValue, "metadata"): .structure
        default: nil
        }
    }

    // MARK: Values

    func text(at storage: UnsafeRawPointer) -> String {
        storage.load(as: UnsafePointer<CChar>?.self).map { String(cString: $0) } ?? ""
    }

    func bytes(at storage: UnsafeRawPointer) -> UnsafeRawBufferPointer {
        let data = storage.load(as: ProtobufCBinaryData.self)
        return UnsafeRawBufferPointer(start: data.data, count: data.len)
    }

    /// A value that is neither a message nor bytes.
    func scalar(at storage: UnsafeRawPointer) -> JSONValue {
        switch self.definition.type {
        case PROTOBUF_C_TYPE_STRING: .string(self.text(at: storage))
        case PROTOBUF_C_TYPE_BOOL: .bool(storage.load(as: protobuf_c_boolean.self) != 0)
        case PROTOBUF_C_TYPE_ENUM: self.enumeration(storage.load(as: Int32.self))
        case PROTOBUF_C_TYPE_DOUBLE: JSONValue(storage.load(as: Double.self))
        case PROTOBUF_C_TYPE_FLOAT: self.float(storage.load(as: Float.self))
        case PROTOBUF_C_TYPE_UINT32, PROTOBUF_C_TYPE_FIXED32: .number(JSONNumber(storage.load(as: UInt32.self)))
        case PROTOBUF_C_TYPE_UINT64, PROTOBUF_C_TYPE_FIXED64: .string(String(storage.load(as: UInt64.self)))
        case PROTOBUF_C_TYPE_INT64, PROTOBUF_C_TYPE_SINT64, PROTOBUF_C_TYPE_SFIXED64:
            .string(String(storage.load(as: Int64.self)))
        default: .number(JSONNumber(storage.load(as: Int32.self)))
        }
    }

    private func enumeration(_ number: Int32) -> JSONValue {
        let descriptor = self.definition.descriptor.assumingMemoryBound(to: ProtobufCEnumDescriptor.self)
        guard let value = protobuf_c_enum_descriptor_get_value(descriptor, number) else {
            return .number(JSONNumber(number))
        }
        return .string(String(cString: value.pointee.name))
    }

    /// A float by its own shortest digits: as a double, 0.1 would be 0.10000000149011612.
    private func float(_ number: Float) -> JSONValue {
        Double(number.description).map { JSONValue($0) } ?? JSONValue(Double(number))
    }

    private var stride: Int {
        switch self.definition.type {
        case PROTOBUF_C_TYPE_MESSAGE, PROTOBUF_C_TYPE_STRING: MemoryLayout<UnsafeRawPointer>.stride
        case PROTOBUF_C_TYPE_BYTES: MemoryLayout<ProtobufCBinaryData>.stride
        case PROTOBUF_C_TYPE_BOOL: MemoryLayout<protobuf_c_boolean>.stride
        case PROTOBUF_C_TYPE_INT64, PROTOBUF_C_TYPE_SINT64, PROTOBUF_C_TYPE_SFIXED64, PROTOBUF_C_TYPE_UINT64,
            PROTOBUF_C_TYPE_FIXED64, PROTOBUF_C_TYPE_DOUBLE:
            8
        default: 4
        }
    }
}

internal import CEnvoyAPI

/// The check of a message against its descriptor before it is passed to libprotobuf-c (XP-H22, XP-L1).
///
/// libprotobuf-c recurses without limit, does not check UTF-8 and copies every unknown field. The validator therefore
/// limits depth and field count, requires every known field to have its declared type, and omits unknown top-level
/// fields from what is unpacked.
struct WireValidator {
    /// The result for a valid message.
    struct Verdict {
        /// The message without unknown and without captured fields; nil if there were none, so that the original can be
        /// used.
        var trimmed: [UInt8]?

        /// The range of the captured field's value, the last one if there are several; nil if the field is absent.
        var captured: Range<Int>?
    }

    private let bytes: UnsafeRawBufferPointer
    private let limits: MessageLimits
    private var budget: Int
    private var mergeBudget: Int

    /// Prepares to check `bytes`, which must outlive the validator.
    init(_ bytes: UnsafeRawBufferPointer, limits: MessageLimits) {
        self.bytes = bytes
        self.limits = limits
        budget = limits.fields
        mergeBudget = limits.mergedMessages
    }

    /// Checks the whole message.
    ///
    /// - Parameter captured: the number of a bytes field that is only located, not unpacked; 0 for none.
    mutating func validate(
        as descriptor: UnsafePointer<ProtobufCMessageDescriptor>,
        capturing captured: Int = 0
    ) throws(MessageError) -> Verdict {
        guard bytes.count <= limits.messageBytes else {
            let message = "expected at most \(limits.messageBytes) bytes, found \(bytes.count)"
            throw MessageError(code: .limitExceeded, message: message)
        }
        var verdict = Verdict()
        var merges = MergeCounter()
        var reader = WireReader(bytes)
        while let field = try reader.next(budget: &self.budget) {
            let known = try check(field, in: descriptor, depth: 1, &merges)
            if field.number == captured {
                verdict.captured = field.payload
            }
            if known, field.number != captured {
                verdict.trimmed?.append(contentsOf: bytes[field.start..<reader.position])
            } else if verdict.trimmed == nil {
                verdict.trimmed = [UInt8](bytes[..<field.start])
            }
        }
        return verdict
    }

    private mutating func validate(
        nested range: Range<Int>,
        as descriptor: UnsafePointer<ProtobufCMessageDescriptor>,
        depth: Int
    ) throws(MessageError) {
        guard depth <= limits.depth else {
            let message = "messages nested too deep, expected at most \(limits.depth)"
            throw MessageError(code: .limitExceeded, message: message, offset: range.lowerBound)
        }
        var merges = MergeCounter()
        var reader = WireReader(bytes, in: range)
        while let field = try reader.next(budget: &self.budget) {
            _ = try check(field, in: descriptor, depth: depth, &merges)
        }
    }

    /// Checks a field and returns true if the message's definition contains it.
    private mutating func check(
        _ field: WireField,
        in descriptor: UnsafePointer<ProtobufCMessageDescriptor>,
        depth: Int,
        _ merges: inout MergeCounter
    ) throws(MessageError) -> Bool {
        guard let definition = protobuf_c_message_descriptor_get_field(descriptor, UInt32(field.number)) else {
            return false
        }
        let expected = definition.pointee.type.wireType
        guard field.type == expected else {
            let name = String(cString: definition.pointee.name)
            let message = "expected field \(name) to have wire type \(expected), found \(field.type)"
            throw MessageError(code: .wrongType, message: message, offset: field.start)
        }
        switch definition.pointee.type {
        case PROTOBUF_C_TYPE_STRING:
            if !Self.isFreeText(definition, in: descriptor) {
                try WireText.check(bytes, in: field.payload)
            }
        case PROTOBUF_C_TYPE_MESSAGE:
            if merges.isMerged(definition, in: descriptor) {
                mergeBudget -= 1
                guard mergeBudget >= 0 else {
                    let message = "too many parts of nested messages, expected at most \(limits.mergedMessages)"
                    throw MessageError(code: .limitExceeded, message: message, offset: field.start)
                }
            }
            let nested = definition.pointee.descriptor.assumingMemoryBound(to: ProtobufCMessageDescriptor.self)
            try validate(nested: field.payload, as: nested, depth: depth + 1)
        default:
            break
        }
        return true
    }

    /// Returns true if a text is only shown to users, so that invalid text need not end its stream.
    ///
    /// The explanation of a NACK quotes whatever the client rejected.
    private static func isFreeText(
        _ field: UnsafePointer<ProtobufCFieldDescriptor>,
        in descriptor: UnsafePointer<ProtobufCMessageDescriptor>
    ) -> Bool {
        field.pointee.id == 2 && descriptor == EnvoyMessageType.status.descriptor
    }
}

/// The set of nested messages that one message has had, to detect those that libprotobuf-c will merge.
private struct MergeCounter {
    /// One bit for each of the message's fields; no message has as many as 64.
    private var seen: UInt64 = 0

    /// Returns true if a singular message is repeated.
    mutating func isMerged(
        _ field: UnsafePointer<ProtobufCFieldDescriptor>,
        in message: UnsafePointer<ProtobufCMessageDescriptor>
    ) -> Bool {
        guard field.pointee.label != PROTOBUF_C_LABEL_REPEATED, let first = message.pointee.fields else { return false }
        let bit: UInt64 = 1 << UInt64(field - first)
        defer { seen |= bit }
        return seen & bit != 0
    }
}

extension ProtobufCType {
    /// The wire type of values of the type; none of our messages repeats a number, so there is no packed form.
    fileprivate var wireType: WireType {
        switch self {
        case PROTOBUF_C_TYPE_STRING, PROTOBUF_C_TYPE_BYTES, PROTOBUF_C_TYPE_MESSAGE:
            .lengthDelimited
        case PROTOBUF_C_TYPE_SFIXED32, PROTOBUF_C_TYPE_FIXED32, PROTOBUF_C_TYPE_FLOAT:
            .fixed32
        case PROTOBUF_C_TYPE_SFIXED64, PROTOBUF_C_TYPE_FIXED64, PROTOBUF_C_TYPE_DOUBLE:
            .fixed64
        default:
            .varint
        }
    }
}

internal import CEnvoyAPI

/// Checks a message against its descriptor before libprotobuf-c may see it (XP-H22, XP-L1).
///
/// libprotobuf-c recurses without limit, checks no UTF-8 and copies every unknown field. The validator therefore bounds depth and
/// field count, wants every known field to be of its declared type, and leaves unknown fields at the top out of what is unpacked.
struct WireValidator {
    /// What the validator found out about a message that it lets pass.
    struct Verdict {
        /// The message without unknown and without captured fields; nil if there were none, so that the original will do.
        var trimmed: [UInt8]?

        /// Where the captured field's value is, the last one if there are several; nil if the field is absent.
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
        self.budget = limits.fields
        self.mergeBudget = limits.mergedMessages
    }

    /// Checks the whole message.
    ///
    /// - Parameter captured: the number of a bytes field that is only to be found, not unpacked; 0 for none.
    mutating func validate(
        as descriptor: UnsafePointer<ProtobufCMessageDescriptor>,
        capturing captured: Int = 0
    ) throws(MessageError) -> Verdict {
        guard self.bytes.count <= self.limits.messageBytes else {
            let message = "expected at most \(self.limits.messageBytes) bytes, found \(self.bytes.count)"
            throw MessageError(code: .limitExceeded, message: message)
        }
        var verdict = Verdict()
        var merges = MergeCounter()
        var reader = WireReader(self.bytes)
        while let field = try reader.next(budget: &self.budget) {
            let known = try self.check(field, in: descriptor, depth: 1, &merges)
            if field.number == captured {
                verdict.captured = field.payload
            }
            if known, field.number != captured {
                verdict.trimmed?.append(contentsOf: self.bytes[field.start..<reader.position])
            } else if verdict.trimmed == nil {
                verdict.trimmed = [UInt8](self.bytes[..<field.start])
            }
        }
        return verdict
    }

    private mutating func validate(
        nested range: Range<Int>,
        as descriptor: UnsafePointer<ProtobufCMessageDescriptor>,
        depth: Int
    ) throws(MessageError) {
        guard depth <= self.limits.depth else {
            let message = "expected messages nested at most \(self.limits.depth) deep"
            throw MessageError(code: .limitExceeded, message: message, offset: range.lowerBound)
        }
        var merges = MergeCounter()
        var reader = WireReader(self.bytes, in: range)
        while let field = try reader.next(budget: &self.budget) {
            _ = try self.check(field, in: descriptor, depth: depth, &merges)
        }
    }

    /// Returns whether the message's definition has the field.
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
                try WireText.check(self.bytes, in: field.payload)
            }
        case PROTOBUF_C_TYPE_MESSAGE:
            if merges.isMerged(definition, in: descriptor) {
                self.mergeBudget -= 1
                guard self.mergeBudget >= 0 else {
                    let message = "expected at most \(self.limits.mergedMessages) further parts of nested messages"
                    throw MessageError(code: .limitExceeded, message: message, offset: field.start)
                }
            }
            let nested = definition.pointee.descriptor.assumingMemoryBound(to: ProtobufCMessageDescriptor.self)
            try self.validate(nested: field.payload, as: nested, depth: depth + 1)
        default:
            break
        }
        return true
    }

    /// Whether a text is only ever shown to people, so that broken text need not end the stream that it came by.
    ///
    /// A NACK's explanation quotes whatever the client tripped over.
    private static func isFreeText(
        _ field: UnsafePointer<ProtobufCFieldDescriptor>,
        in descriptor: UnsafePointer<ProtobufCMessageDescriptor>
    ) -> Bool {
        field.pointee.id == 2 && descriptor == EnvoyMessageType.status.descriptor
    }
}

/// Remembers which nested messages one message has had, to tell those that libprotobuf-c will merge.
private struct MergeCounter {
    /// One bit for each of the message's fields; no message has as many as 64.
    private var seen: UInt64 = 0

    /// Whether a singular message comes once more.
    mutating func isMerged(
        _ field: UnsafePointer<ProtobufCFieldDescriptor>,
        in message: UnsafePointer<ProtobufCMessageDescriptor>
    ) -> Bool {
        guard field.pointee.label != PROTOBUF_C_LABEL_REPEATED, let first = message.pointee.fields else { return false }
        let bit: UInt64 = 1 << UInt64(field - first)
        defer { self.seen |= bit }
        return self.seen & bit != 0
    }
}

extension ProtobufCType {
    /// How values of the type are laid out; none of our messages repeats a number, so there is no packed form.
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

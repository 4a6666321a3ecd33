internal import CEnvoyAPI

/// A message that libprotobuf-c unpacked after validation, and that is freed with this value.
struct UnpackedMessage: ~Copyable {
    private let message: UnsafeMutablePointer<ProtobufCMessage>

    /// The range of the captured field's value in the decoded bytes; nil if absent.
    let captured: Range<Int>?

    /// Validates and unpacks.
    ///
    /// - Parameter captured: the number of a bytes field that is only located, not unpacked; 0 for none.
    init(
        _ type: EnvoyMessageType,
        from bytes: UnsafeRawBufferPointer,
        capturing captured: Int = 0,
        limits: MessageLimits
    ) throws(MessageError) {
        let descriptor = type.descriptor
        var validator = WireValidator(bytes, limits: limits)
        let verdict = try validator.validate(as: descriptor, capturing: captured)
        let unpacked =
            if let trimmed = verdict.trimmed {
                protobuf_c_message_unpack(descriptor, nil, trimmed.count, trimmed)
            } else {
                protobuf_c_message_unpack(
                    descriptor,
                    nil,
                    bytes.count,
                    bytes.baseAddress?.assumingMemoryBound(to: UInt8.self)
                )
            }
        guard let unpacked else {
            throw MessageError(code: .malformed, message: "expected a \(type.rawValue)")
        }
        self.message = unpacked
        self.captured = verdict.captured
    }

    /// Lends the message in its generic form.
    ///
    /// The pointer is valid while `body` runs.
    borrowing func withMessage<Result>(
        _ body: (UnsafePointer<ProtobufCMessage>) throws(MessageError) -> Result
    ) throws(MessageError) -> Result {
        try body(UnsafePointer(message))
    }

    /// Lends the message as the generated C struct, which must be that of the type it was unpacked as.
    borrowing func withMessage<Message, Result>(
        as type: Message.Type,
        _ body: (Message) throws(MessageError) -> Result
    ) throws(MessageError) -> Result {
        try body(UnsafeRawPointer(message).assumingMemoryBound(to: Message.self).pointee)
    }

    deinit {
        protobuf_c_message_free_unpacked(self.message, nil)
    }
}

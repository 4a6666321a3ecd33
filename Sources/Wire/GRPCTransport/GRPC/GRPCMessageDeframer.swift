internal import NIOCore

/// A parser that splits the payload of a stream into gRPC messages (XP-H15).
///
/// DATA frame boundaries have no meaning: a prefix or a message may arrive in any number of parts, and a part may
/// contain any number of messages. The length is checked before anything is buffered (XP-H18), and memory grows with
/// the bytes received, not with the bytes announced.
struct GRPCMessageDeframer {
    private enum State {
        /// Inside the five bytes of a prefix; the bytes so far are the low bytes of `bits`.
        case prefix(bits: UInt64, count: Int)
        case message(ByteBuffer, length: Int)
        case failed
    }

    private static let prefixLength = 5
    /// The memory that is reserved at once for an announced message, in bytes.
    private static let initialCapacity = 64 * 1024

    private var state = State.prefix(bits: 0, count: 0)
    /// The longest message accepted, in bytes.
    let maxMessageLength: Int

    init(maxMessageLength: Int) {
        self.maxMessageLength = maxMessageLength
    }

    /// The number of bytes of the incomplete message, prefix included.
    var bufferedBytes: Int {
        switch state {
        case .prefix(_, let count): count
        case .message(let bytes, _): Self.prefixLength + bytes.readableBytes
        case .failed: 0
        }
    }

    /// The announced length of the incomplete message in bytes, prefix included; 0 at a message boundary.
    var expectedBytes: Int {
        switch state {
        case .prefix(_, let count): count == 0 ? 0 : Self.prefixLength
        case .message(_, let length): Self.prefixLength + length
        case .failed: 0
        }
    }

    /// Consumes bytes from the front of `input` and returns the next message, or nil when `input` is used up.
    ///
    /// - Throws: ``GRPCFramingError``; the deframer accepts no bytes afterwards.
    mutating func nextMessage(from input: inout UnsafeRawBufferPointer) throws(GRPCFramingError) -> ByteBuffer? {
        while true {
            switch state {
            case .prefix(let bits, let count):
                guard try takePrefix(bits: bits, count: count, from: &input) else { return nil }
            case .message(var bytes, let length):
                // The state must not keep a second reference, or the append copies the message.
                state = .failed
                let count = min(input.count, length - bytes.readableBytes)
                bytes.writeBytes(UnsafeRawBufferPointer(rebasing: input.prefix(count)))
                input = UnsafeRawBufferPointer(rebasing: input.dropFirst(count))
                if bytes.readableBytes == length {
                    state = .prefix(bits: 0, count: 0)
                    return bytes
                }
                state = .message(bytes, length: length)
                return nil
            case .failed:
                input = UnsafeRawBufferPointer(start: nil, count: 0)
                return nil
            }
        }
    }

    /// Checks that the stream may end here (XP-H19).
    func finish() throws(GRPCFramingError) {
        guard bufferedBytes > 0 else { return }
        throw GRPCFramingError(
            code: .truncated,
            message: "the stream ended inside a message, expected \(expectedBytes - bufferedBytes) more bytes"
        )
    }

    /// Consumes bytes of the prefix and returns true once it is complete.
    private mutating func takePrefix(
        bits: UInt64,
        count: Int,
        from input: inout UnsafeRawBufferPointer
    ) throws(GRPCFramingError) -> Bool {
        let taken = min(input.count, Self.prefixLength - count)
        let bits = input.prefix(taken).reduce(bits) { $0 << 8 | UInt64($1) }
        input = UnsafeRawBufferPointer(rebasing: input.dropFirst(taken))
        // The flag comes first, so an invalid flag is rejected without waiting for the length.
        if count + taken > 0 {
            try checkFlag(UInt8(truncatingIfNeeded: bits >> UInt64(8 * (count + taken - 1))))
        }
        guard count + taken == Self.prefixLength else {
            state = .prefix(bits: bits, count: count + taken)
            return false
        }
        let length = Int(UInt32(truncatingIfNeeded: bits))
        guard length <= maxMessageLength else {
            state = .failed
            throw GRPCFramingError(
                code: .tooLong,
                message: "message of \(length) bytes, expected at most \(maxMessageLength) bytes"
            )
        }
        state = .message(ByteBuffer(), length: length)
        if length > 0 {
            let capacity = min(length, Self.initialCapacity)
            state = .message(ByteBufferAllocator().buffer(capacity: capacity), length: length)
        }
        return true
    }

    private mutating func checkFlag(_ flag: UInt8) throws(GRPCFramingError) {
        guard flag != 0 else { return }
        state = .failed
        if flag == 1 {
            throw GRPCFramingError(code: .compressed, message: "expected a message without the compressed flag")
        }
        throw GRPCFramingError(code: .invalidFlag, message: "message flag \(flag), expected 0")
    }
}

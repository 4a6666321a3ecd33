internal import NIOCore

/// The bytes of one drain of a session: frame headers and control frames, and slices of shared payloads between them.
///
/// The small parts share one scratch buffer. Its segments are cut only when the batch is taken, because a
/// slice of a buffer that still grows would copy the whole buffer at the next write. The batch keeps a reference
/// to each payload, so the bytes live until the channel has written them.
struct OutboundBatch {
    private enum Segment {
        case scratch(start: Int, length: Int)
        case shared(ByteBuffer)
    }

    private var scratch = ByteBuffer()
    private var segments: [Segment] = []
    private let copyBelow: Int
    /// The number of bytes from which the batch is full.
    var limit = 256 * 1024
    /// The number of bytes in the batch.
    private(set) var byteCount = 0

    init(copyBelow: Int) {
        self.copyBelow = copyBelow
    }

    var isFull: Bool { byteCount >= limit }
    var isEmpty: Bool { byteCount == 0 }

    /// Copies bytes into the scratch buffer.
    mutating func append(copying bytes: UnsafeRawBufferPointer) {
        let start = scratch.writerIndex
        scratch.writeBytes(bytes)
        extendScratch(from: start, by: bytes.count)
    }

    /// Appends zero bytes (padding).
    mutating func appendZeros(count: Int) {
        let start = scratch.writerIndex
        scratch.writeRepeatingByte(0, count: count)
        extendScratch(from: start, by: count)
    }

    /// Appends a payload by reference, or by copy when it is short.
    mutating func append(sharing payload: ByteBuffer) {
        guard payload.readableBytes >= copyBelow else {
            payload.withUnsafeReadableBytes { append(copying: $0) }
            return
        }
        guard payload.readableBytes > 0 else { return }
        segments.append(.shared(payload))
        byteCount += payload.readableBytes
    }

    /// Passes the buffers to `body` in wire order and empties the batch.
    mutating func take(_ body: (ByteBuffer) -> Void) {
        for segment in segments {
            switch segment {
            case .scratch(let start, let length):
                // Moving the indices shares the storage at any offset; a slice beyond 16 MiB would copy.
                var part = scratch
                part.moveWriterIndex(to: start + length)
                part.moveReaderIndex(to: start)
                body(part)
            case .shared(let payload):
                body(payload)
            }
        }
        segments.removeAll(keepingCapacity: segments.capacity <= 64)
        scratch = ByteBuffer()
        byteCount = 0
    }

    private mutating func extendScratch(from start: Int, by length: Int) {
        guard length > 0 else { return }
        byteCount += length
        if case .scratch(let first, let before)? = segments.last {
            segments[segments.count - 1] = .scratch(start: first, length: before + length)
        } else {
            segments.append(.scratch(start: start, length: length))
        }
    }
}

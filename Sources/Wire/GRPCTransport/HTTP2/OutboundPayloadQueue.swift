internal import NIOCore

/// The bytes that wait to be sent on one stream: message prefixes and references to shared payloads.
struct OutboundPayloadQueue {
    private enum Piece {
        case prefix(length: UInt32, sent: Int)
        case payload(ByteBuffer)
        /// Already sent; keeps no reference.
        case spent
    }

    /// The length of the gRPC message prefix in bytes.
    private static let prefixLength = 5

    private var pieces: [Piece] = []
    private var head = 0
    /// The number of waiting bytes, prefixes included.
    private(set) var readableBytes = 0

    /// Appends one gRPC message, the concatenation of the slices, with its prefix (XP-H15).
    ///
    /// - Returns: the number of bytes added, or nil if the message is longer than a 32-bit length can express.
    mutating func appendMessage(_ slices: [ByteBuffer]) -> Int? {
        let total = slices.reduce(0) { $0 + $1.readableBytes }
        guard let length = UInt32(exactly: total) else { return nil }
        pieces.append(.prefix(length: length, sent: 0))
        for slice in slices where slice.readableBytes > 0 {
            pieces.append(.payload(slice))
        }
        readableBytes += Self.prefixLength + total
        return Self.prefixLength + total
    }

    /// Appends bytes unchanged.
    mutating func appendRaw(_ bytes: ByteBuffer) {
        guard bytes.readableBytes > 0 else { return }
        pieces.append(.payload(bytes))
        readableBytes += bytes.readableBytes
    }

    /// Moves the first `length` bytes to a batch; the payloads are shared, not copied (XP-B5).
    mutating func transfer(_ length: Int, to batch: inout OutboundBatch) {
        var remaining = length
        while remaining > 0, head < pieces.count {
            switch pieces[head] {
            case .prefix(let messageLength, let sent):
                remaining -= transferPrefix(of: messageLength, sent: sent, atMost: remaining, to: &batch)
            case .payload(let payload):
                remaining -= transferPayload(payload, atMost: remaining, to: &batch)
            case .spent:
                head += 1
            }
        }
        readableBytes -= length - remaining
        compact()
    }

    /// Removes everything, and with it the references to the payloads.
    mutating func removeAll() {
        self = Self()
    }

    private mutating func transferPrefix(
        of messageLength: UInt32,
        sent: Int,
        atMost limit: Int,
        to batch: inout OutboundBatch
    ) -> Int {
        let count = min(limit, Self.prefixLength - sent)
        // The flag byte (0, not compressed: XP-H37) and the big-endian length are the low five bytes of this word.
        withUnsafeBytes(of: UInt64(messageLength).bigEndian) { word in
            let start = 3 + sent
            batch.append(copying: UnsafeRawBufferPointer(rebasing: word[start..<(start + count)]))
        }
        if sent + count == Self.prefixLength {
            spend()
        } else {
            pieces[head] = .prefix(length: messageLength, sent: sent + count)
        }
        return count
    }

    private mutating func transferPayload(
        _ payload: ByteBuffer,
        atMost limit: Int,
        to batch: inout OutboundBatch
    ) -> Int {
        guard payload.readableBytes > limit else {
            batch.append(sharing: payload)
            spend()
            return payload.readableBytes
        }
        var part = payload
        part.moveWriterIndex(to: part.readerIndex + limit)
        batch.append(sharing: part)
        var rest = payload
        rest.moveReaderIndex(forwardBy: limit)
        pieces[head] = .payload(rest)
        return limit
    }

    private mutating func spend() {
        pieces[head] = .spent
        head += 1
    }

    private mutating func compact() {
        if head == pieces.count {
            pieces.removeAll(keepingCapacity: pieces.capacity <= 16)
            head = 0
        } else if head >= 64, head * 2 >= pieces.count {
            pieces.removeFirst(head)
            head = 0
        }
    }
}

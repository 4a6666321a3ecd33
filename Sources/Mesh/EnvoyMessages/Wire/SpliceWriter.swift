/// A writer that fills a buffer of exactly the right size, at the speed of memory; ``WireWriter`` is for growing
/// arrays.
struct SpliceWriter {
    private let buffer: UnsafeMutableRawBufferPointer
    private(set) var position = 0

    /// Writes from the beginning of `buffer`, which must outlive the writer and have room for everything.
    init(_ buffer: UnsafeMutableRawBufferPointer) {
        self.buffer = buffer
    }

    mutating func put(byte: UInt8) {
        precondition(position < buffer.count, "expected room for what is spliced")
        buffer[position] = byte
        position += 1
    }

    mutating func put(varint value: UInt64) {
        var rest = value
        while rest >= 0x80 {
            put(byte: UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        put(byte: UInt8(truncatingIfNeeded: rest))
    }

    mutating func put(header number: UInt8, length: Int) {
        put(byte: number << 3 | WireType.lengthDelimited.rawValue)
        put(varint: UInt64(length))
    }

    mutating func put(bytes: UnsafeRawBufferPointer) {
        precondition(bytes.count <= buffer.count - position, "expected room for what is spliced")
        guard let target = buffer.baseAddress, let source = bytes.baseAddress else { return }
        (target + position).copyMemory(from: source, byteCount: bytes.count)
        position += bytes.count
    }

    /// Writes a text field, or nothing if the text is empty.
    mutating func put(text: String, number: UInt8) {
        guard !text.utf8.isEmpty else { return }
        put(header: number, length: text.utf8.count)
        var text = text
        text.withUTF8 { put(bytes: UnsafeRawBufferPointer($0)) }
    }

    /// Writes a `google.protobuf.UInt32Value` field.
    mutating func put(wrapped value: UInt32, number: UInt8) {
        put(header: number, length: WireWriter.size(ofWrapped: value))
        guard value != 0 else { return }
        put(byte: 1 << 3 | WireType.varint.rawValue)
        put(varint: UInt64(value))
    }
}

/// The wire type of a field's value; groups (3 and 4) are rejected.
enum WireType: UInt8 {
    case varint = 0
    case fixed64 = 1
    case lengthDelimited = 2
    case fixed32 = 5
}

/// One field in its wire form.
struct WireField {
    /// The field's number, 1 to 536,870,911.
    let number: Int

    /// The wire type of the value.
    let type: WireType

    /// The position of the field, tag included.
    let start: Int

    /// The range of the value, without its length if it has one.
    let payload: Range<Int>

    /// The value of a varint or of a fixed number; 0 for the others.
    let value: UInt64
}

/// A reader of the fields of one message, one after the other, which never passes the end.
///
/// It does not recurse: a nested message is a payload, for which the caller may make another reader. Offsets count from
/// the beginning of `bytes`, in nested readers too. The bytes must outlive the reader.
struct WireReader {
    let bytes: UnsafeRawBufferPointer
    private(set) var position: Int
    private let end: Int

    /// Reads all of `bytes`, or the part that is one nested message.
    init(_ bytes: UnsafeRawBufferPointer, in range: Range<Int>? = nil) {
        let range = (range ?? 0..<bytes.count).clamped(to: 0..<bytes.count)
        self.bytes = bytes
        position = range.lowerBound
        end = range.upperBound
    }

    /// Returns the next field, or nil at the end of the message.
    ///
    /// - Parameter budget: the number of fields that may still be read; shared by all the readers of one message.
    mutating func next(budget: inout Int) throws(MessageError) -> WireField? {
        guard position < end else { return nil }
        guard budget > 0 else {
            throw MessageError(code: .limitExceeded, message: "too many fields", offset: position)
        }
        budget -= 1
        let start = position
        let (number, type) = try tag()
        switch type {
        case .varint:
            let begin = position
            let value = try varint()
            return WireField(number: number, type: type, start: start, payload: begin..<position, value: value)
        case .fixed64:
            let payload = try take(8, after: start)
            let value = UInt64(
                littleEndian: bytes.loadUnaligned(fromByteOffset: payload.lowerBound, as: UInt64.self)
            )
            return WireField(number: number, type: type, start: start, payload: payload, value: value)
        case .fixed32:
            let payload = try take(4, after: start)
            let value = UInt32(
                littleEndian: bytes.loadUnaligned(fromByteOffset: payload.lowerBound, as: UInt32.self)
            )
            return WireField(number: number, type: type, start: start, payload: payload, value: UInt64(value))
        case .lengthDelimited:
            let length = try varint()
            let payload = try take(length, after: start)
            return WireField(number: number, type: type, start: start, payload: payload, value: 0)
        }
    }

    private mutating func tag() throws(MessageError) -> (number: Int, type: WireType) {
        let start = position
        let tag = try varint()
        // libprotobuf-c reads five bytes of a tag at most.
        guard tag <= UInt64(UInt32.max), position - start <= 5 else {
            throw MessageError(code: .malformed, message: "expected a tag of at most 32 bits", offset: start)
        }
        guard tag >> 3 != 0 else {
            throw MessageError(code: .malformed, message: "expected a field number above 0", offset: start)
        }
        guard let type = WireType(rawValue: UInt8(tag & 7)) else {
            let message = "expected wire type 0, 1, 2 or 5, found \(tag & 7)"
            throw MessageError(code: .malformed, message: message, offset: start)
        }
        return (Int(tag >> 3), type)
    }

    private mutating func varint() throws(MessageError) -> UInt64 {
        var value: UInt64 = 0
        var shift: UInt64 = 0
        let start = position
        while position < end {
            let byte = bytes[position]
            position += 1
            guard shift < 63 || byte <= 1 else {
                throw MessageError(code: .malformed, message: "expected a varint of at most 64 bits", offset: start)
            }
            value |= UInt64(byte & 0x7f) << shift
            if byte < 0x80 { return value }
            shift += 7
        }
        throw MessageError(code: .truncated, message: "a varint ends too early", offset: start)
    }

    private mutating func take(_ count: UInt64, after start: Int) throws(MessageError) -> Range<Int> {
        let left = end - position
        guard count <= UInt64(left) else {
            let message = "expected \(count) more bytes, found \(left)"
            throw MessageError(code: .truncated, message: message, offset: start)
        }
        let payload = position..<(position + Int(count))
        position = payload.upperBound
        return payload
    }
}

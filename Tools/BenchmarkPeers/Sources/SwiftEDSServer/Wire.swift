/// The part of protobuf's wire format that an EDS server needs to forward packed assignments.
enum Wire {
    static func varint(_ value: Int) -> [UInt8] {
        var (bytes, rest): ([UInt8], Int) = ([], value)
        while rest >= 0x80 {
            bytes.append(UInt8(rest & 0x7f | 0x80))
            rest >>= 7
        }
        return bytes + [UInt8(rest)]
    }

    /// Returns a field with a length.
    static func field(_ number: Int, _ payload: some Collection<UInt8>) -> [UInt8] {
        varint(number << 3 | 2) + varint(payload.count) + payload
    }

    static func field(_ number: Int, _ text: String) -> [UInt8] { field(number, Array(text.utf8)) }

    /// Returns the fields of a message: the range of each, and that of its payload if it has a length.
    static func fields(
        _ bytes: [UInt8],
        in range: Range<Int>
    ) -> [(number: Int, whole: Range<Int>, payload: Range<Int>?)] {
        var fields: [(number: Int, whole: Range<Int>, payload: Range<Int>?)] = []
        var index = range.lowerBound
        func readVarint() -> Int {
            var (value, shift) = (0, 0)
            while index < range.upperBound, shift < 63 {
                let byte = bytes[index]
                index += 1
                value |= Int(byte & 0x7f) << shift
                if byte < 0x80 { break }
                shift += 7
            }
            return value
        }
        while index < range.upperBound {
            let start = index
            let key = readVarint()
            var payload: Range<Int>?
            switch key & 7 {
            case 0: _ = readVarint()
            case 1: index += 8
            case 2:
                let length = readVarint()
                payload = index..<min(index + length, range.upperBound)
                index += length
            default: index += 4
            }
            index = min(index, range.upperBound)
            fields.append((key >> 3, start..<index, payload))
        }
        return fields
    }

    /// Returns the message with the text at the end of a path of first fields replaced.
    static func replacing(
        _ path: ArraySlice<Int>,
        with text: String,
        of bytes: [UInt8],
        in range: Range<Int>
    ) -> [UInt8] {
        guard let number = path.first else { return Array(text.utf8) }
        var made: [UInt8] = []
        var isDone = false
        for part in fields(bytes, in: range) {
            if !isDone, part.number == number, let payload = part.payload {
                isDone = true
                made += field(number, replacing(path.dropFirst(), with: text, of: bytes, in: payload))
            } else {
                made += bytes[part.whole]
            }
        }
        return made
    }
}

/// The sizes and bytes of protobuf's wire format, for messages that are spliced instead of packed.
enum WireWriter {
    /// Returns the number of bytes of a varint.
    static func size(ofVarint value: UInt64) -> Int {
        value == 0 ? 1 : (70 - value.leadingZeroBitCount) / 7
    }

    /// Returns the number of bytes of a length-delimited field with a number below 16.
    static func size(ofField length: Int) -> Int {
        1 + size(ofVarint: UInt64(length)) + length
    }

    /// Returns the number of bytes of a text field with a number below 16; 0 if the text is empty, as in proto3.
    static func size(ofText text: String) -> Int {
        text.utf8.isEmpty ? 0 : size(ofField: text.utf8.count)
    }

    /// Appends a varint.
    static func append(varint value: UInt64, to output: inout [UInt8]) {
        var rest = value
        while rest >= 0x80 {
            output.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        output.append(UInt8(truncatingIfNeeded: rest))
    }

    /// Appends the tag and the length of a length-delimited field with a number below 16.
    static func append(header number: UInt8, length: Int, to output: inout [UInt8]) {
        output.append(number << 3 | WireType.lengthDelimited.rawValue)
        append(varint: UInt64(length), to: &output)
    }

    /// Appends a text field with a number below 16, or nothing if the text is empty.
    static func append(text: String, number: UInt8, to output: inout [UInt8]) {
        guard !text.utf8.isEmpty else { return }
        append(header: number, length: text.utf8.count, to: &output)
        output.append(contentsOf: text.utf8)
    }

    /// Appends a bytes field with a number below 16, even if it is empty.
    static func append(bytes: [UInt8], number: UInt8, to output: inout [UInt8]) {
        append(header: number, length: bytes.count, to: &output)
        output.append(contentsOf: bytes)
    }

    /// Appends a repeated text field with a number below 16; an empty element is written too.
    static func append(texts: [String], number: UInt8, to output: inout [UInt8]) {
        for text in texts {
            append(header: number, length: text.utf8.count, to: &output)
            output.append(contentsOf: text.utf8)
        }
    }

    /// Returns the number of bytes of a `google.protobuf.UInt32Value` as a message, without tag and length.
    static func size(ofWrapped value: UInt32) -> Int {
        value == 0 ? 0 : 1 + size(ofVarint: UInt64(value))
    }

    /// Appends a `google.protobuf.UInt32Value` as a field with a number below 16.
    static func append(wrapped value: UInt32, number: UInt8, to output: inout [UInt8]) {
        append(header: number, length: size(ofWrapped: value), to: &output)
        guard value != 0 else { return }
        output.append(1 << 3 | WireType.varint.rawValue)
        append(varint: UInt64(value), to: &output)
    }
}

/// The check and the reading of texts in a message.
///
/// libprotobuf-c checks neither UTF-8 nor NUL: it accepts any bytes as a string, and truncates at the first NUL, so
/// that two different names could compare equal (XP-H22).
enum WireText {
    /// Checks that the bytes are UTF-8 without NUL.
    static func check(_ bytes: UnsafeRawBufferPointer, in range: Range<Int>) throws(MessageError) {
        let text = UnsafeRawBufferPointer(rebasing: bytes[range])
        do throws(UTF8.ValidationError) {
            _ = try text.withMemoryRebound(to: UInt8.self) { buffer throws(UTF8.ValidationError) in
                try UTF8Span(validating: buffer.span).count
            }
        } catch {
            let offset = range.lowerBound + error.byteOffsets.lowerBound
            throw MessageError(code: .invalidText, message: "expected UTF-8, found \(error.kind)", offset: offset)
        }
        if let position = text.firstIndex(of: 0) {
            let message = "expected a text without NUL"
            throw MessageError(code: .invalidText, message: message, offset: range.lowerBound + position)
        }
    }

    /// Reads a text of at most `limit` bytes that must be UTF-8 without NUL.
    static func read(
        _ bytes: UnsafeRawBufferPointer,
        in range: Range<Int>,
        limit: Int
    ) throws(MessageError) -> String {
        guard range.count <= limit else {
            let message = "expected a text of at most \(limit) bytes, found \(range.count)"
            throw MessageError(code: .limitExceeded, message: message, offset: range.lowerBound)
        }
        try check(bytes, in: range)
        return String(decoding: bytes[range], as: UTF8.self)
    }

    /// Copies a C string that has been checked before, rejecting more than `limit` bytes.
    static func copy(_ text: UnsafePointer<CChar>?, limit: Int) throws(MessageError) -> String {
        guard let text else { return "" }
        let copy = String(cString: text)
        guard copy.utf8.count <= limit else {
            let message = "expected a text of at most \(limit) bytes, found \(copy.utf8.count)"
            throw MessageError(code: .limitExceeded, message: message)
        }
        return copy
    }
}

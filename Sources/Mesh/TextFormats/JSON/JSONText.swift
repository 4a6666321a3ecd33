/// The lexical part of JSON: the position in the bytes, and the syntax of texts and numbers.
struct JSONText {
    private let bytes: [UInt8]
    private var position = 0

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    func peek() -> UInt8? {
        position < bytes.count ? bytes[position] : nil
    }

    mutating func next() -> UInt8? {
        guard let byte = peek() else { return nil }
        position += 1
        return byte
    }

    /// Skips `byte` and returns true, or returns false if the next byte is another one.
    mutating func skip(_ byte: UInt8) -> Bool {
        guard peek() == byte else { return false }
        position += 1
        return true
    }

    mutating func skipWhiteSpace() {
        while let byte = peek(), byte == 0x20 || byte == 0x0a || byte == 0x0d || byte == 0x09 {
            position += 1
        }
    }

    mutating func literal(_ literal: StaticString) throws(JSONError) {
        let start = position
        for index in 0..<literal.utf8CodeUnitCount where next() != literal.utf8Start[index] {
            throw error("expected '\(literal)'", at: start)
        }
    }

    // MARK: Numbers

    mutating func number() throws(JSONError) -> JSONNumber {
        let start = position
        _ = skip(UInt8(ascii: "-"))
        if skip(UInt8(ascii: "0")) {
            if let byte = peek(), byte.isDecimal { throw error("expected no digit after a leading zero") }
        } else {
            try digits()
        }
        if skip(UInt8(ascii: ".")) { try digits() }
        if skip(UInt8(ascii: "e")) || skip(UInt8(ascii: "E")) {
            if !skip(UInt8(ascii: "+")) { _ = skip(UInt8(ascii: "-")) }
            try digits()
        }
        return JSONNumber(checked: String(decoding: bytes[start..<position], as: UTF8.self))
    }

    private mutating func digits() throws(JSONError) {
        guard let first = peek(), first.isDecimal else { throw error("expected a digit") }
        while let byte = peek(), byte.isDecimal { position += 1 }
    }

    // MARK: Texts

    /// Reads a text, from its opening to its closing quote.
    mutating func string() throws(JSONError) -> String {
        let opening = position
        position += 1
        var start = position
        var unescaped: [UInt8] = []
        while let byte = next() {
            switch byte {
            case UInt8(ascii: "\""):
                let rest = bytes[start..<(position - 1)]
                return try decode(unescaped.isEmpty ? rest : (unescaped + rest)[...], at: opening)
            case UInt8(ascii: "\\"):
                unescaped.append(contentsOf: bytes[start..<(position - 1)])
                try escape(into: &unescaped)
                start = position
            case 0..<0x20:
                throw error("expected control characters to be escaped", at: position - 1)
            default:
                continue
            }
        }
        throw error("expected a closing quote", at: opening, code: .truncated)
    }

    private func decode(_ bytes: ArraySlice<UInt8>, at opening: Int) throws(JSONError) -> String {
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw error("expected a text in UTF-8", at: opening, code: .invalidText)
        }
        return text
    }

    private mutating func escape(into output: inout [UInt8]) throws(JSONError) {
        let start = position - 1
        switch next() {
        case UInt8(ascii: "\""): output.append(UInt8(ascii: "\""))
        case UInt8(ascii: "\\"): output.append(UInt8(ascii: "\\"))
        case UInt8(ascii: "/"): output.append(UInt8(ascii: "/"))
        case UInt8(ascii: "b"): output.append(0x08)
        case UInt8(ascii: "f"): output.append(0x0c)
        case UInt8(ascii: "n"): output.append(0x0a)
        case UInt8(ascii: "r"): output.append(0x0d)
        case UInt8(ascii: "t"): output.append(0x09)
        case UInt8(ascii: "u"):
            output.append(contentsOf: String(Character(try unicodeEscape(from: start))).utf8)
        default: throw error("expected an escape: one of \"\\/bfnrtu", at: start)
        }
    }

    private mutating func unicodeEscape(from start: Int) throws(JSONError) -> Unicode.Scalar {
        let first = try hexadecimal()
        if let scalar = Unicode.Scalar(first) { return scalar }
        let message = "expected a high and a low surrogate"
        guard first < 0xdc00, skip(UInt8(ascii: "\\")), skip(UInt8(ascii: "u")) else {
            throw error(message, at: start, code: .invalidText)
        }
        let second = try hexadecimal()
        guard (0xdc00...0xdfff).contains(second),
            let scalar = Unicode.Scalar(0x10000 + (UInt32(first) - 0xd800) << 10 + (UInt32(second) - 0xdc00))
        else {
            throw error(message, at: start, code: .invalidText)
        }
        return scalar
    }

    private mutating func hexadecimal() throws(JSONError) -> UInt16 {
        var value: UInt16 = 0
        for _ in 0..<4 {
            guard let digit = peek()?.hexadecimalValue else {
                throw error("expected four hexadecimal digits")
            }
            position += 1
            value = value << 4 | digit
        }
        return value
    }

    // MARK: Errors

    /// Makes an error at the current position, or at another one.
    func error(_ message: String, at position: Int? = nil, code: JSONError.Code? = nil) -> JSONError {
        let offset = position ?? self.position
        let before = bytes[..<offset]
        let line = before.reduce(1) { $0 + ($1 == 0x0a ? 1 : 0) }
        let lineStart = before.lastIndex(of: 0x0a).map { $0 + 1 } ?? 0
        // Every character has exactly one byte that does not continue another one.
        let column = before[lineStart...].reduce(1) { $0 + ($1 & 0xc0 == 0x80 ? 0 : 1) }
        let atEnd = offset >= bytes.count
        return JSONError(
            code: code ?? (atEnd ? .truncated : .malformed),
            message: "\(line):\(column): \(message)\(atEnd ? ", found the end" : "")",
            offset: offset
        )
    }
}

extension UInt8 {
    fileprivate var isDecimal: Bool {
        self >= UInt8(ascii: "0") && self <= UInt8(ascii: "9")
    }

    fileprivate var hexadecimalValue: UInt16? {
        switch self {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt16(self - UInt8(ascii: "0"))
        case UInt8(ascii: "a")...UInt8(ascii: "f"): UInt16(self - UInt8(ascii: "a") + 10)
        case UInt8(ascii: "A")...UInt8(ascii: "F"): UInt16(self - UInt8(ascii: "A") + 10)
        default: nil
        }
    }
}

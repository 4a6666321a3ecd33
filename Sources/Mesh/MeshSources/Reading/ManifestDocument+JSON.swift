internal import MeshModel

extension ManifestDocument {
    /// Reads one JSON document, as an API server sends it.
    ///
    /// Much faster than reading it as YAML, and it reads features that only JSON has, such as escaped surrogate pairs,
    /// correctly.
    /// Without `countsLines` values have no lines: an API server's response is one line. The contents of `managedFields` are skipped: they
    /// are never read,
    /// and are half of many objects.
    ///
    /// - Parameters:
    ///   - bytes: the text.
    ///   - file: the name in errors.
    ///   - limits: the limits of the document.
    ///   - countsLines: true for a file that people edit: values and errors have a line and a column.
    /// - Throws: ``InputError`` with code `syntax` or `limit` and the offset of the error.
    package static func json(
        _ bytes: [UInt8],
        file: String,
        limits: ReadingLimits = ReadingLimits(),
        countsLines: Bool = false
    ) throws(InputError) -> ManifestDocument {
        let outcome = bytes.withUnsafeBufferPointer { bytes -> Result<ManifestDocument, InputError> in
            let document = ManifestDocument(file: file, lineOffset: 0)
            var reader = JSONDocumentReader(bytes: bytes, document: document, limits: limits, countsLines: countsLines)
            do throws(InputError) {
                try reader.read()
                return .success(document)
            } catch {
                return .failure(error)
            }
        }
        return try outcome.get()
    }
}

/// Reads JSON into the nodes of a document.
private struct JSONDocumentReader {
    let bytes: UnsafeBufferPointer<UInt8>
    let document: ManifestDocument
    let limits: ReadingLimits
    private let countsLines: Bool
    private var position = 0
    /// The current line, from 1, and the offset of its first byte; 0 where lines are not counted.
    private var line: Int32 = 0
    private var lineStart = 0
    /// The offset at which the last text began.
    private var valueStart = 0
    private var interner = StringInterner()
    private var escaped: [UInt8] = []

    private struct Open {
        let index: Int32
        let isObject: Bool
        var lastChild: Int32 = -1
    }

    private static let passedOver = Array("managedFields".utf8)

    init(
        bytes: UnsafeBufferPointer<UInt8>,
        document: ManifestDocument,
        limits: ReadingLimits,
        countsLines: Bool
    ) {
        self.countsLines = countsLines
        line = countsLines ? 1 : 0
        self.bytes = bytes
        self.document = document
        self.limits = limits
    }

    mutating func read() throws(InputError) {
        var open: [Open] = []
        repeat {
            try value(in: &open)
            try closeAll(&open)
        } while !open.isEmpty
        skipSpace()
        guard position == bytes.count else { throw unexpected("the end of the text") }
    }

    /// Reads a value, and the text before it within the innermost open object; opens objects and lists.
    private mutating func value(in open: inout [Open]) throws(InputError) {
        skipSpace()
        if open.last?.isObject == true, try !key(in: &open) { return }
        switch peek {
        case UInt8(ascii: "{"): try begin(.mapping, in: &open)
        case UInt8(ascii: "["): try begin(.sequence, in: &open)
        case UInt8(ascii: "\""): try append(.quoted, try string(), in: &open)
        case .some: try append(.plain, try word(), in: &open)
        case nil: throw unexpected("a value")
        }
    }

    /// Reads the name of a member; returns `false` if the member is skipped.
    private mutating func key(in open: inout [Open]) throws(InputError) -> Bool {
        let start = position
        guard peek == UInt8(ascii: "\"") else { throw unexpected("the name of a field in quotes") }
        let name = try string()
        skipSpace()
        try expect(UInt8(ascii: ":"))
        skipSpace()
        if bytes[start..<position].dropFirst().starts(with: Self.passedOver), name == "managedFields" {
            try skipValue()
            return false
        }
        try append(.quoted, name, in: &open)
        return true
    }

    /// Closes every object and list that ends here; continues with the next value of the one that does not.
    private mutating func closeAll(_ open: inout [Open]) throws(InputError) {
        // A newly opened object or list may be empty; otherwise a comma or the end follows a value.
        while let last = open.last {
            skipSpace()
            let end = last.isObject ? UInt8(ascii: "}") : UInt8(ascii: "]")
            if peek == end {
                position += 1
                open.removeLast()
            } else if peek == UInt8(ascii: ","), !isJustOpened {
                position += 1
                return
            } else if isJustOpened {
                isJustOpened = false
                return
            } else {
                throw unexpected("a comma or the end of the \(last.isObject ? "object" : "list")")
            }
            isJustOpened = false
        }
    }

    private var isJustOpened = false

    private mutating func begin(_ kind: ManifestDocument.Kind, in open: inout [Open]) throws(InputError) {
        position += 1
        try append(kind, "", in: &open)
        open.append(Open(index: Int32(document.nodes.count - 1), isObject: kind == .mapping))
        guard open.count <= limits.depth else { throw limit("nested deeper than \(limits.depth) levels") }
        isJustOpened = true
    }

    private mutating func append(
        _ kind: ManifestDocument.Kind,
        _ text: String,
        in open: inout [Open]
    ) throws(InputError) {
        let index = Int32(document.nodes.count)
        guard document.nodes.count < limits.nodes else { throw limit("more than \(limits.nodes) values") }
        document.nodes.append(ManifestDocument.Node(kind: kind, line: line, column: column(of: valueStart), text: text))
        isJustOpened = false
        guard let parent = open.indices.last else {
            document.root = index
            return
        }
        if open[parent].lastChild < 0 {
            document.nodes[Int(open[parent].index)].firstChild = index
        } else {
            document.nodes[Int(open[parent].lastChild)].nextSibling = index
        }
        open[parent].lastChild = index
    }

    private var peek: UInt8? { position < bytes.count ? bytes[position] : nil }

    private mutating func skipSpace() {
        while let byte = peek, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 {
            position += 1
            guard countsLines, byte == 0x0A else { continue }
            line &+= 1
            lineStart = position
        }
        valueStart = position
    }

    private func column(of offset: Int) -> Int32 { countsLines ? Int32(clamping: offset - lineStart + 1) : 0 }

    private mutating func expect(_ byte: UInt8) throws(InputError) {
        guard peek == byte else { throw unexpected("\"\(Character(Unicode.Scalar(byte)))\"") }
        position += 1
    }

    /// Reads `true`, `false`, `null` or a number.
    private mutating func word() throws(InputError) -> String {
        let start = position
        while let byte = peek, Self.isOfWord(byte) { position += 1 }
        let text = String(decoding: bytes[start..<position], as: UTF8.self)
        if text == "true" || text == "false" || text == "null" { return text }
        let isNumber = text.utf8.first.map { $0 == UInt8(ascii: "-") || (0x30...0x39).contains($0) } ?? false
        guard isNumber, Double(text) != nil else {
            position = start
            throw unexpected("a value")
        }
        return text
    }

    private static func isOfWord(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "."): true
        default: false
        }
    }

    /// Reads a quoted text.
    private mutating func string() throws(InputError) -> String {
        position += 1
        let start = position
        while let byte = peek {
            if byte == UInt8(ascii: "\"") {
                let text = interner.string(UnsafeBufferPointer(rebasing: bytes[start..<position]))
                position += 1
                return text
            }
            if byte == UInt8(ascii: "\\") { return try escapedString(from: start) }
            guard byte >= 0x20 else { throw unexpected("no control characters in a text") }
            position += 1
        }
        throw unexpected("the end of a text")
    }

    private mutating func escapedString(from start: Int) throws(InputError) -> String {
        escaped.removeAll(keepingCapacity: true)
        escaped.append(contentsOf: bytes[start..<position])
        while let byte = peek {
            position += 1
            if byte == UInt8(ascii: "\"") { return String(decoding: escaped, as: UTF8.self) }
            guard byte == UInt8(ascii: "\\") else {
                guard byte >= 0x20 else { throw unexpected("no control characters in a text") }
                escaped.append(byte)
                continue
            }
            try escape()
        }
        throw unexpected("the end of a text")
    }

    private mutating func escape() throws(InputError) {
        guard let byte = peek else { throw unexpected("what is escaped") }
        position += 1
        switch byte {
        case UInt8(ascii: "n"): escaped.append(0x0A)
        case UInt8(ascii: "t"): escaped.append(0x09)
        case UInt8(ascii: "r"): escaped.append(0x0D)
        case UInt8(ascii: "b"): escaped.append(0x08)
        case UInt8(ascii: "f"): escaped.append(0x0C)
        case UInt8(ascii: "u"): try unicode()
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): escaped.append(byte)
        default: throw unexpected("an escape of JSON")
        }
    }

    /// Reads a code point of four digits, or of two times four; an unpaired surrogate is replaced.
    private mutating func unicode() throws(InputError) {
        var code = try fourDigits()
        if (0xD800..<0xDC00).contains(code), position + 1 < bytes.count, bytes[position] == UInt8(ascii: "\\"),
            bytes[position + 1] == UInt8(ascii: "u")
        {
            let back = position
            position += 2
            let low = try fourDigits()
            if (0xDC00..<0xE000).contains(low) {
                code = 0x10000 + (code - 0xD800) << 10 + (low - 0xDC00)
            } else {
                position = back
            }
        }
        let scalar = Unicode.Scalar(code) ?? "\u{FFFD}"
        escaped.append(contentsOf: String(Character(scalar)).utf8)
    }

    private mutating func fourDigits() throws(InputError) -> UInt32 {
        var code: UInt32 = 0
        for _ in 0..<4 {
            guard let byte = peek, let digit = Character(Unicode.Scalar(byte)).hexDigitValue else {
                throw unexpected("four hexadecimal digits")
            }
            code = code << 4 | UInt32(digit)
            position += 1
        }
        return code
    }

    /// Skips a value; only quotes and nesting are checked.
    private mutating func skipValue() throws(InputError) {
        guard let first = peek, !",:]}".utf8.contains(first) else { throw unexpected("a value") }
        var depth = 0
        repeat {
            skipSpace()
            switch peek {
            case UInt8(ascii: "{"), UInt8(ascii: "["):
                depth += 1
                position += 1
            case UInt8(ascii: "}"), UInt8(ascii: "]"):
                depth -= 1
                position += 1
            case UInt8(ascii: "\""): try skipString()
            case UInt8(ascii: ","), UInt8(ascii: ":"): position += 1
            case .some: _ = try word()
            case nil: throw unexpected("the end of a value")
            }
            guard depth <= limits.depth else { throw limit("nested deeper than \(limits.depth) levels") }
        } while depth > 0
    }

    private mutating func skipString() throws(InputError) {
        position += 1
        while let byte = peek {
            position += byte == UInt8(ascii: "\\") ? 2 : 1
            if byte == UInt8(ascii: "\"") { return }
        }
        throw unexpected("the end of a text")
    }

    private func unexpected(_ expected: String) -> InputError {
        let found =
            position < bytes.count ? "found \"\(Character(Unicode.Scalar(bytes[position])))\"" : "the text ends"
        let offset = countsLines ? "" : " at byte \(position + 1) of JSON"
        return InputError(.syntax, at: place, "\(found)\(offset), expected \(expected)")
    }

    private func limit(_ message: String) -> InputError {
        InputError(.limit, at: place, "\(message), at byte \(position + 1) of JSON")
    }

    private var place: SourceLocation {
        SourceLocation(file: document.file, line: Int(line), column: Int(column(of: position)))
    }
}

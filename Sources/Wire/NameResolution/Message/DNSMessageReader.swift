/// A position in a DNS message that never passes its end.
struct DNSMessageReader {
    private let bytes: [UInt8]
    private(set) var position = 0

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    static func malformed(_ expected: String, _ found: String) -> ResolutionError {
        ResolutionError(code: .malformedMessage, message: "expected \(expected), got \(found)")
    }

    mutating func integer<Number: FixedWidthInteger & UnsignedInteger>() throws(ResolutionError) -> Number {
        let end = position + Number.bitWidth / 8
        guard end <= bytes.count else { throw cutOff() }
        var number: Number = 0
        for octet in bytes[position..<end] { number = number << 8 | Number(octet) }
        position = end
        return number
    }

    mutating func skip(_ count: Int) throws(ResolutionError) {
        guard count <= bytes.count - position else { throw cutOff() }
        position += count
    }

    /// Reads a name and stops after it, or after the first pointer in it.
    ///
    /// Each pointer must point before the beginning of the part that contains it, so there is no loop; the length of
    /// the name is limited, and therefore the work.
    mutating func name() throws(ResolutionError) -> DNSName {
        var wire: [UInt8] = []
        var partBegin = position
        var cursor = position
        var behind: Int?
        while true {
            let length = try octet(at: cursor)
            switch length >> 6 {
            case 0:
                try appendLabel(at: cursor, to: &wire)
                cursor += 1 + Int(length)
                guard length == 0 else { continue }
                position = behind ?? cursor
                return DNSName(checkedWire: wire)
            case 3:
                let target = Int(length & 0x3F) << 8 | Int(try octet(at: cursor + 1))
                guard target < partBegin else {
                    throw Self.malformed("a pointer to before \(partBegin)", "one to \(target)")
                }
                behind = behind ?? cursor + 2
                partBegin = target
                cursor = target
            default:
                throw Self.malformed("a label or a pointer", "octet \(length) at \(cursor)")
            }
        }
    }

    private func appendLabel(at cursor: Int, to wire: inout [UInt8]) throws(ResolutionError) {
        let end = cursor + 1 + Int(try octet(at: cursor))
        guard end <= bytes.count else { throw cutOff() }
        guard wire.count + (end - cursor) <= DNSName.maximumLength else {
            throw Self.malformed("a name of at most \(DNSName.maximumLength) octets", "a longer one")
        }
        wire.append(bytes[cursor])
        wire.append(contentsOf: bytes[cursor + 1..<end].lazy.map(DNSName.lowercased))
    }

    private func octet(at index: Int) throws(ResolutionError) -> UInt8 {
        guard bytes.indices.contains(index) else { throw cutOff() }
        return bytes[index]
    }

    private func cutOff() -> ResolutionError {
        Self.malformed("more than \(bytes.count) bytes", "the message's end")
    }
}

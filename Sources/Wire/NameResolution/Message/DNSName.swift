/// An absolute domain name.
///
/// It is stored in its wire form, in lower case: names are equal if they are equal in DNS, and a dot inside a label
/// differs from a dot between labels.
public struct DNSName: Hashable, Sendable, CustomStringConvertible {
    /// The largest number of octets in a name, including its length octets and the root's.
    static let maximumLength = 255
    /// The largest number of octets in a label.
    static let maximumLabelLength = 63

    /// Length-prefixed labels, then the root's zero.
    let wire: [UInt8]

    /// Parses a host name; a final dot has no effect, because names are absolute (NI-56).
    ///
    /// - Throws: ``ResolutionError`` (`invalidName`) unless it consists of labels of 1 to 63 letters, digits, `-` and
    ///   `_`, separated by dots, and of at most 253 characters.
    public init(_ text: String) throws(ResolutionError) {
        var octets = Array(text.utf8)
        if octets.last == UInt8(ascii: ".") { octets.removeLast() }
        var wire: [UInt8] = []
        for label in octets.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false) {
            guard (1...Self.maximumLabelLength).contains(label.count), label.allSatisfy(Self.isHostOctet) else {
                throw Self.invalid(text)
            }
            wire.append(UInt8(label.count))
            wire.append(contentsOf: label.map(Self.lowercased))
        }
        wire.append(0)
        guard wire.count <= Self.maximumLength else { throw Self.invalid(text) }
        self.wire = wire
    }

    /// Makes a name of labels that were checked when they were read.
    init(checkedWire: [UInt8]) {
        wire = checkedWire
    }

    /// The labels separated by dots, with special octets as `\ddd`.
    public var description: String {
        var text = ""
        var position = 0
        while position < wire.count, wire[position] != 0 {
            let end = position + 1 + Int(wire[position])
            guard end < wire.count else { break }
            if !text.isEmpty { text += "." }
            for octet in wire[position + 1..<end] { text += Self.presentation(octet) }
            position = end
        }
        return text.isEmpty ? "." : text
    }

    static func lowercased(_ octet: UInt8) -> UInt8 {
        (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(octet) ? octet | 0x20 : octet
    }

    private static func isHostOctet(_ octet: UInt8) -> Bool {
        switch octet {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
            return true
        default:
            return false
        }
    }

    private static func presentation(_ octet: UInt8) -> String {
        if octet > 0x20, octet < 0x7F, octet != UInt8(ascii: "."), octet != UInt8(ascii: "\\") {
            return String(Unicode.Scalar(octet))
        }
        let digits = String(octet)
        return "\\" + String(repeating: "0", count: 3 - digits.count) + digits
    }

    private static func invalid(_ text: String) -> ResolutionError {
        ResolutionError(
            code: .invalidName,
            message: "expected labels of 1 to 63 letters, digits, `-` and `_`, at most 253 characters, got `\(text)`"
        )
    }
}

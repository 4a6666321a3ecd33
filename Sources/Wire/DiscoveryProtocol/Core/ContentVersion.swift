/// The version of one resource: a 64-bit hash of its content.
///
/// The same content has the same version on every replica and after every restart (XP-V5), and a rollback to older
/// content restores the older version (XP-V7). On the wire it is 16 lower-case hexadecimal digits and therefore never
/// empty (XP-V8).
public struct ContentVersion: Hashable, Sendable, Comparable, CustomStringConvertible {
    /// The hash.
    public let value: UInt64

    /// Wraps a hash of the content.
    public init(_ value: UInt64) {
        self.value = value
    }

    /// Parses the text form: exactly 16 lower-case hexadecimal digits, anything else is `nil`.
    ///
    /// The versions in a client's `initial_resource_versions` may come from another server; a text in any other format
    /// cannot equal one of our versions (XP-D4).
    public init?(parsing text: some StringProtocol) {
        var value: UInt64 = 0
        var digits = 0
        for byte in text.utf8 {
            let digit: UInt8
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): digit = byte - UInt8(ascii: "0")
            case UInt8(ascii: "a")...UInt8(ascii: "f"): digit = byte - UInt8(ascii: "a") + 10
            default: return nil
            }
            digits += 1
            guard digits <= 16 else { return nil }
            value = value << 4 | UInt64(digit)
        }
        guard digits == 16 else { return nil }
        self.value = value
    }

    /// The 16 hexadecimal digits that are sent on the wire.
    public var description: String {
        String(unsafeUninitializedCapacity: 16) { buffer in
            for index in 0..<16 {
                let digit = UInt8(truncatingIfNeeded: value >> UInt64(60 - 4 * index)) & 0xf
                buffer[index] = digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "a") + digit - 10
            }
            return 16
        }
    }

    /// Orders versions by their hash; the order has no meaning except that it is the same everywhere.
    public static func < (left: ContentVersion, right: ContentVersion) -> Bool {
        left.value < right.value
    }
}

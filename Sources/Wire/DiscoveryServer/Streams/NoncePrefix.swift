/// The part of a nonce that distinguishes streams (XP-V1).
enum NoncePrefix {
    /// Returns eight random hexadecimal digits, new for every stream.
    static func random() -> String {
        let digits = String(UInt32.random(in: .min ... .max), radix: 16)
        return String(repeating: "0", count: 8 - digits.count) + digits
    }
}

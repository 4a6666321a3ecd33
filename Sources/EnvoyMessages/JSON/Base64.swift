/// The base64 of RFC 4648, section 4: with padding, as proto3's JSON writes bytes.
enum Base64 {
    private static let alphabet = [UInt8]("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

    static func encode(_ bytes: some Sequence<UInt8>) -> String {
        var output: [UInt8] = []
        var bits: UInt32 = 0
        var count = 0
        for byte in bytes {
            bits = bits << 8 | UInt32(byte)
            count += 8
            while count >= 6 {
                count -= 6
                output.append(self.alphabet[Int(bits >> UInt32(count) & 0x3f)])
            }
        }
        if count > 0 {
            output.append(self.alphabet[Int(bits << UInt32(6 - count) & 0x3f)])
        }
        while output.count % 4 != 0 {
            output.append(UInt8(ascii: "="))
        }
        return String(decoding: output, as: UTF8.self)
    }
}

/// Parses a JSON object of strings, as in the annotation `traffic.istio.io/nodeSelector` (NI-45).
enum JSONTextMap {
    /// Returns the entries, or `nil` if the text is not a JSON object of strings.
    static func parse(_ text: String) -> [(key: String, value: String)]? {
        var scanner = Scanner(bytes: Array(text.utf8))
        guard let entries = scanner.object(), scanner.isAtEnd else { return nil }
        return entries
    }

    private struct Scanner {
        let bytes: [UInt8]
        var position = 0

        init(bytes: [UInt8]) { self.bytes = bytes }

        var isAtEnd: Bool {
            mutating get {
                skipSpace()
                return position == bytes.count
            }
        }

        mutating func object() -> [(key: String, value: String)]? {
            guard take("{") else { return nil }
            var entries: [(key: String, value: String)] = []
            if take("}") { return entries }
            repeat {
                guard let key = string(), take(":"), let value = string() else { return nil }
                entries.append((key, value))
            } while take(",")
            return take("}") ? entries : nil
        }

        private mutating func skipSpace() {
            while position < bytes.count, [0x20, 0x09, 0x0A, 0x0D].contains(bytes[position]) { position += 1 }
        }

        private mutating func take(_ character: Unicode.Scalar) -> Bool {
            skipSpace()
            guard position < bytes.count, bytes[position] == UInt8(ascii: character) else { return false }
            position += 1
            return true
        }

        private mutating func string() -> String? {
            guard take("\"") else { return nil }
            var result: [UInt8] = []
            while position < bytes.count {
                let byte = bytes[position]
                position += 1
                switch byte {
                case UInt8(ascii: "\""): return String(validating: result, as: UTF8.self)
                case UInt8(ascii: "\\"):
                    guard position < bytes.count, let plain = Self.escapes[bytes[position]] else { return nil }
                    result.append(plain)
                    position += 1
                case ..<0x20: return nil
                default: result.append(byte)
                }
            }
            return nil
        }

        /// The only escapes that label keys and values need.
        private static let escapes: [UInt8: UInt8] = [
            UInt8(ascii: "\""): UInt8(ascii: "\""), UInt8(ascii: "\\"): UInt8(ascii: "\\"),
            UInt8(ascii: "/"): UInt8(ascii: "/"), UInt8(ascii: "n"): 0x0A, UInt8(ascii: "t"): 0x09,
        ]
    }
}

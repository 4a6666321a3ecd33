/// The path and query of a request.
struct RequestPath: Hashable, Sendable, CustomStringConvertible {
    /// The path; begins with a slash.
    let path: String
    /// The parameters in order.
    var query: [Parameter] = []

    /// One parameter.
    struct Parameter: Hashable, Sendable {
        let name: String
        let value: String
    }

    init(_ path: String) { self.path = path }

    /// Returns the path with one more parameter.
    func with(_ name: String, _ value: String) -> RequestPath {
        var copy = self
        copy.query.append(Parameter(name: name, value: value))
        return copy
    }

    /// The path as sent in a request.
    var description: String {
        guard !query.isEmpty else { return path }
        return path + "?" + query.map { "\($0.name)=\(Self.escaped($0.value))" }.joined(separator: "&")
    }

    private static func escaped(_ text: String) -> String {
        var result = ""
        for byte in text.utf8 {
            switch byte {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x5F, 0x7E:
                result.unicodeScalars.append(Unicode.Scalar(byte))
            default:
                let digits = String(byte, radix: 16, uppercase: true)
                result += digits.count == 1 ? "%0\(digits)" : "%\(digits)"
            }
        }
        return result
    }
}

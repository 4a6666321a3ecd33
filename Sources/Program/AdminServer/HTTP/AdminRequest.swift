internal import NIOHTTP1

/// The used parts of a request.
struct AdminRequest: Sendable {
    let isHead: Bool
    /// A Boolean value that indicates a POST, which is only let through where it is allowed.
    let isPost: Bool
    let path: String
    /// The query parameters; of equal names the first counts.
    let parameters: [String: String]
    let accept: String?

    init(_ head: HTTPRequestHead) {
        isHead = head.method == .HEAD
        isPost = head.method == .POST
        let parts = head.uri.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        path = String(parts.first ?? "/")
        parameters = parts.count == 2 ? Self.parameters(parts[1]) : [:]
        accept = head.headers.first(name: "accept")
    }

    /// A parameter, or `nil` if it is missing or empty.
    subscript(name: String) -> String? { parameters[name].flatMap { $0.isEmpty ? nil : $0 } }

    private static func parameters(_ query: Substring) -> [String: String] {
        var parameters: [String: String] = [:]
        for part in query.split(separator: "&").prefix(32) {
            let sides = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            let name = unescaped(sides[0])
            if parameters[name] == nil { parameters[name] = sides.count == 2 ? unescaped(sides[1]) : "" }
        }
        return parameters
    }

    /// Decodes percent encoding; invalid encodings are kept.
    static func unescaped(_ text: Substring) -> String {
        var bytes: [UInt8] = []
        var rest = text.utf8[...]
        while let byte = rest.popFirst() {
            if byte == UInt8(ascii: "+") {
                bytes.append(UInt8(ascii: " "))
            } else if byte == UInt8(ascii: "%"), let value = hexadecimal(rest.prefix(2)) {
                bytes.append(value)
                rest = rest.dropFirst(2)
            } else {
                bytes.append(byte)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func hexadecimal(_ digits: Substring.UTF8View.SubSequence) -> UInt8? {
        let text = String(decoding: Array(digits), as: UTF8.self)
        guard text.utf8.count == 2, text.allSatisfy(\.isHexDigit) else { return nil }
        return UInt8(text, radix: 16)
    }
}

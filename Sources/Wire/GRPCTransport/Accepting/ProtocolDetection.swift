/// The detection of HTTP/2 or HTTP/1.x from the first bytes of a connection.
enum ProtocolDetection {
    enum Verdict: Hashable {
        /// More bytes are needed.
        case undecided
        case http2
        case http1
    }

    /// No method of HTTP/1.x is "PRI" (RFC 9113 section 3.4); the HTTP/2 session checks the rest of the preface.
    private static let beginning = Array("PRI ".utf8)

    /// Returns the verdict on the bytes received so far.
    static func judge(_ bytes: some Collection<UInt8>) -> Verdict {
        guard let first = bytes.first else { return .undecided }
        let count = zip(bytes, beginning).prefix { $0 == $1 }.count
        if count == beginning.count { return .http2 }
        if count == bytes.count { return .undecided }
        return mayBeginHTTP1(first) ? .http1 : .http2
    }

    /// Accepts a letter of a method, or the empty line that may precede a request; any other byte gets a GOAWAY.
    private static func mayBeginHTTP1(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"): true
        case UInt8(ascii: "\r"), UInt8(ascii: "\n"): true
        default: false
        }
    }
}

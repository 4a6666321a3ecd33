import Testing

@testable import GRPCTransport

@Suite("Protocol detection")
struct ProtocolDetectionTests {
    private static let preface = Array("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".utf8)

    @Test("HTTP/2 is detected at the fourth byte of its preface", arguments: 0...preface.count)
    func http2(length: Int) {
        #expect(ProtocolDetection.judge(Self.preface.prefix(length)) == (length < 4 ? .undecided : .http2))
    }

    @Test(
        "HTTP/1.x is detected at the first byte that differs from the preface",
        arguments: [
            ("P", ProtocolDetection.Verdict.undecided), ("PO", .http1), ("PR", .undecided), ("PRO", .http1),
            ("PRI", .undecided), ("PRIX", .http1), ("G", .http1), ("get /", .http1), ("\r\nGET /", .http1),
            ("\u{16}\u{3}\u{1}", .http2), ("\0", .http2), ("7", .http2), ("{", .http2),
        ]
    )
    func http1(text: String, expected: ProtocolDetection.Verdict) {
        #expect(ProtocolDetection.judge(Array(text.utf8)) == expected)
    }
}

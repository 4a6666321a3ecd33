import Testing

@testable import GRPCTransport

@Suite("The first bytes of a connection tell what it speaks")
struct ProtocolDetectionTests {
    private static let preface = Array("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".utf8)

    @Test("the preface of HTTP/2 from its fourth byte on", arguments: 0...preface.count)
    func http2(length: Int) {
        #expect(ProtocolDetection.judge(Self.preface.prefix(length)) == (length < 4 ? .undecided : .http2))
    }

    @Test(
        "requests of HTTP/1.x from the first byte on that is not the preface's",
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

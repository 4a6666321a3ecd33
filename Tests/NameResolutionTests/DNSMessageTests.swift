import TestSupport
import Testing

@testable import NameResolution

@Suite("DNS messages")
struct DNSMessageTests {
    /// An answer with compressed names: alias.a.example is a CNAME of a.example, which has an address.
    private static let compressed: [UInt8] =
        [0x12, 0x34, 0x81, 0x80, 0, 1, 0, 2, 0, 0, 0, 0]
        + [5] + Array("alias".utf8) + [1] + Array("a".utf8) + [7] + Array("example".utf8) + [0] + [0, 1, 0, 1]
        + [0xC0, 12, 0, 5, 0, 1, 0, 0, 0, 60, 0, 2, 0xC0, 18]
        + [0xC0, 18, 0, 1, 0, 1, 0, 0, 0, 30, 0, 4, 10, 0, 0, 1]

    @Test("A query is encoded as in RFC 1035")
    func query() throws {
        let question = DNSMessage.Question(name: try DNSName("a.example"), family: .ipv6)
        #expect(
            DNSQuery(question, id: 0x1234).message.encoded()
                == [0x12, 0x34, 0x01, 0x00, 0, 1, 0, 0, 0, 0, 0, 0] + [1] + Array("a".utf8) + [7]
                + Array("example".utf8) + [0, 0, 28, 0, 1]
        )
    }

    @Test("A message with compressed names is decoded")
    func compression() throws {
        let message = try DNSMessage(decoding: Self.compressed)
        #expect(message.id == 0x1234 && message.isResponse && message.recursionAvailable && !message.isTruncated)
        #expect(message.question == DNSMessage.Question(name: try DNSName("alias.a.example"), family: .ipv4))
        #expect(
            message.answers == [
                try alias("alias.a.example", to: "a.example", seconds: 60),
                try ipv4("a.example", 0x0A00_0001, seconds: 30),
            ]
        )
    }

    @Test("A message is unchanged after encoding and decoding")
    func roundTrip() throws {
        var message = DNSMessage(
            id: 7,
            isResponse: true,
            question: DNSMessage.Question(name: try DNSName("x.example"), family: .ipv4),
            answers: [try alias("x.example", to: "y.example"), try ipv4("y.example", 1), try ipv6("y.example", 2)]
        )
        message.isAuthoritative = true
        message.responseCode = .refused
        #expect(try DNSMessage(decoding: message.encoded()) == message)
    }

    @Test("A message is rejected wherever it is cut off", arguments: 0..<compressed.count)
    func cutOff(_ length: Int) {
        #expect(throws: ResolutionError.self) { try DNSMessage(decoding: Array(Self.compressed.prefix(length))) }
    }

    @Test("A truncated message has no answers, wherever they are cut off")
    func truncated() throws {
        var bytes = Self.compressed
        bytes[2] |= 0x02
        let message = try DNSMessage(decoding: Array(bytes.dropLast(9)))
        #expect(message.isTruncated && message.answers.isEmpty)
    }

    @Test("A TTL with the highest bit set is treated as 0")
    func negativeTimeToLive() throws {
        var bytes = Self.compressed
        bytes[bytes.count - 10] = 0x80
        #expect(try DNSMessage(decoding: bytes).answers.last?.timeToLive == 0)
    }

    @Test("The content of a record of another class is dropped")
    func otherClass() throws {
        var bytes = Self.compressed
        bytes[bytes.count - 11] = 3
        #expect(try DNSMessage(decoding: bytes).answers.last?.content == .other(type: 0))
    }

    private static let header: [UInt8] = [0, 1, 0x81, 0x80, 0, 1, 0, 0, 0, 0, 0, 0]

    @Test(
        "A name without an end is rejected",
        arguments: [
            // A pointer to itself, forwards, and two to each other.
            [0xC0, 12, 0, 1, 0, 1],
            [0xC0, 14, 0, 0, 1, 0, 1],
            [1, 0x61, 0xC0, 12, 0, 1, 0, 1],
            [0xC0, 14, 0xC0, 12, 0, 1, 0, 1],
            // Undefined label types.
            [0x40, 0, 0, 1, 0, 1],
            [0x80, 0, 0, 1, 0, 1],
            // A class other than IN.
            [1, 0x61, 0, 0, 1, 0, 3],
            [],
        ] as [[UInt8]]
    )
    func badNames(_ question: [UInt8]) {
        #expect(throws: ResolutionError.self) { try DNSMessage(decoding: Self.header + question) }
    }

    @Test("A name of more than 255 octets is rejected")
    func longName() {
        let label = [63] + Array(repeating: UInt8(ascii: "a"), count: 63)
        let tooLong = label + label + label + label + [0, 0, 1, 0, 1]
        #expect(throws: ResolutionError.self) { try DNSMessage(decoding: Self.header + tooLong) }
        let longest = label + label + label + [61] + Array(repeating: 0x61, count: 61) + [0, 0, 1, 0, 1]
        #expect(throws: Never.self) { try DNSMessage(decoding: Self.header + longest) }
    }

    private static let badOctets: [(index: Int, value: UInt8)] = [
        // The length of the address, the length of the alias, and the two counts.
        (compressed.count - 5, 3), (compressed.count - 5, 5), (44, 3), (44, 1), (5, 2), (6, 4),
    ]

    @Test(
        "Addresses of another size, names that end elsewhere, and counts beyond the limits are rejected",
        arguments: badOctets
    )
    func badLengths(_ index: Int, _ value: UInt8) {
        var bytes = Self.compressed
        bytes[index] = value
        bytes.append(contentsOf: [0, 0])
        #expect(throws: ResolutionError.self) { try DNSMessage(decoding: bytes) }
    }

    @Test("Random bytes are rejected or decoded to a valid message", arguments: 0..<8 as Range<UInt64>)
    func randomBytes(_ seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        for _ in 0..<2500 {
            let length = Int.random(in: 0...96, using: &generator)
            var bytes = (0..<length).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
            // Mostly with counts that let the decoder read beyond the header.
            if length > 12, Bool.random(using: &generator) { bytes.replaceSubrange(4..<8, with: [0, 1, 0, 2]) }
            Self.checkSense(of: bytes)
        }
    }

    @Test("Messages with changed bytes are rejected or decoded to a valid message", arguments: 0..<8 as Range<UInt64>)
    func changedBytes(_ seed: UInt64) {
        var generator = SeededGenerator(seed: 1000 + seed)
        for _ in 0..<2500 {
            var bytes = Self.compressed
            for _ in 0..<Int.random(in: 1...4, using: &generator) {
                bytes[Int.random(in: bytes.indices, using: &generator)] = UInt8.random(
                    in: .min ... .max,
                    using: &generator
                )
            }
            Self.checkSense(of: bytes)
        }
    }

    /// Checks that a decoded message can be encoded and decoded again, and that its alias chain ends.
    private static func checkSense(of bytes: [UInt8]) {
        do throws(ResolutionError) {
            let message = try DNSMessage(decoding: bytes)
            #expect(try DNSMessage(decoding: message.encoded()) == message)
            #expect(message.answers.allSatisfy { $0.name.wire.count <= DNSName.maximumLength })
            if let question = message.question { _ = try? AliasChain(from: question, in: message.answers) }
        } catch {
            #expect(error.code == .malformedMessage)
        }
    }
}

/// The supported parts of a DNS message: header, question and answer section (RFC 1035, 4.1).
public struct DNSMessage: Hashable, Sendable {
    /// The record type of the addresses of one family.
    public enum AddressFamily: UInt16, Hashable, Sendable, CaseIterable, CustomStringConvertible {
        /// A records.
        case ipv4 = 1
        /// AAAA records.
        case ipv6 = 28

        /// The record type's name.
        public var description: String { self == .ipv4 ? "A" : "AAAA" }
    }

    /// A question of class IN.
    public struct Question: Hashable, Sendable {
        /// The name of the question.
        public var name: DNSName
        /// The record type's number.
        public var type: UInt16

        /// Makes a question for the addresses of a name.
        public init(name: DNSName, family: AddressFamily) {
            self.name = name
            type = family.rawValue
        }

        init(name: DNSName, type: UInt16) {
            self.name = name
            self.type = type
        }
    }

    /// The response code's number (RFC 1035, 4.1.1).
    public struct ResponseCode: Hashable, Sendable, CustomStringConvertible {
        /// The number, of 4 bits.
        public let number: UInt8

        /// Makes the code with a number.
        public init(number: UInt8) {
            self.number = number & 0x0F
        }

        /// No error.
        public static let success = ResponseCode(number: 0)
        /// FORMERR.
        public static let formatError = ResponseCode(number: 1)
        /// SERVFAIL.
        public static let serverFailure = ResponseCode(number: 2)
        /// NXDOMAIN.
        public static let nameError = ResponseCode(number: 3)
        /// NOTIMP.
        public static let notImplemented = ResponseCode(number: 4)
        /// REFUSED.
        public static let refused = ResponseCode(number: 5)

        /// The usual name, or the number.
        public var description: String {
            let names = ["NOERROR", "FORMERR", "SERVFAIL", "NXDOMAIN", "NOTIMP", "REFUSED"]
            return Int(number) < names.count ? names[Int(number)] : "RCODE\(number)"
        }
    }

    /// The id, which an answer repeats.
    public var id: UInt16
    /// A Boolean value that indicates whether the message is a response (QR).
    public var isResponse: Bool
    /// The operation; 0 is a query.
    public var opcode: UInt8 = 0
    /// A Boolean value that indicates whether the server is an authority for the name (AA).
    public var isAuthoritative = false
    /// A Boolean value that indicates whether the message was truncated (TC); ``answers`` is then empty, because an
    /// incomplete section is useless.
    public var isTruncated = false
    /// A Boolean value that indicates whether recursion is requested (RD).
    public var recursionDesired = true
    /// A Boolean value that indicates whether the server supports recursion (RA).
    public var recursionAvailable = false
    /// The response code.
    public var responseCode = ResponseCode.success
    /// The question; nil in some responses to a question that the server did not understand.
    public var question: Question?
    /// The answer section.
    public var answers: [DNSRecord] = []

    /// Creates a message.
    public init(id: UInt16, isResponse: Bool, question: Question?, answers: [DNSRecord] = []) {
        self.id = id
        self.isResponse = isResponse
        self.question = question
        self.answers = answers
    }
}

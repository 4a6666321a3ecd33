extension DNSMessage {
    /// The largest number of records of an answer section that are read.
    static let maximumAnswers = 1024

    /// Decodes an untrusted message.
    ///
    /// Header, question and answer section are decoded; the rest is ignored.
    ///
    /// - Parameter bytes: a datagram, or a message from a TCP stream without its length.
    /// - Throws: ``ResolutionError`` (`malformedMessage`) if it is cut off, a name is too long or its pointers do not
    ///   point strictly backwards, an address has the wrong size, or there are more than 1 question or 1024 answers.
    public init(decoding bytes: [UInt8]) throws(ResolutionError) {
        var reader = DNSMessageReader(bytes)
        id = try reader.integer()
        let flags: UInt16 = try reader.integer()
        isResponse = flags & Flag.response != 0
        opcode = UInt8(truncatingIfNeeded: flags >> 11) & 0x0F
        isAuthoritative = flags & Flag.authoritative != 0
        isTruncated = flags & Flag.truncated != 0
        recursionDesired = flags & Flag.recursionDesired != 0
        recursionAvailable = flags & Flag.recursionAvailable != 0
        responseCode = ResponseCode(number: UInt8(truncatingIfNeeded: flags & 0x0F))
        let questionCount: UInt16 = try reader.integer()
        let answerCount: UInt16 = try reader.integer()
        let _: UInt32 = try reader.integer()
        guard questionCount <= 1, answerCount <= Self.maximumAnswers else {
            throw DNSMessageReader.malformed(
                "at most 1 question and \(Self.maximumAnswers) answers",
                "\(questionCount) and \(answerCount)"
            )
        }
        question = questionCount == 1 ? try Question(from: &reader) : nil
        // A server may truncate between any two octets.
        guard !isTruncated else { return }
        for _ in 0..<answerCount { answers.append(try DNSRecord(from: &reader)) }
    }
}

extension DNSMessage.Question {
    fileprivate init(from reader: inout DNSMessageReader) throws(ResolutionError) {
        name = try reader.name()
        type = try reader.integer()
        let recordClass: UInt16 = try reader.integer()
        guard recordClass == DNSRecord.internetClass else {
            throw DNSMessageReader.malformed("a question of class IN", "class \(recordClass)")
        }
    }
}

extension DNSRecord {
    fileprivate init(from reader: inout DNSMessageReader) throws(ResolutionError) {
        name = try reader.name()
        let type: UInt16 = try reader.integer()
        let recordClass: UInt16 = try reader.integer()
        let seconds: UInt32 = try reader.integer()
        // RFC 2181, 8: a value with the highest bit set is treated as 0.
        timeToLive = seconds > UInt32(Int32.max) ? 0 : seconds
        let length: UInt16 = try reader.integer()
        let end = reader.position + Int(length)
        content = try Self.content(type: recordClass == Self.internetClass ? type : 0, from: &reader)
        if case .other = content { try reader.skip(Int(length)) }
        guard reader.position == end else {
            throw DNSMessageReader.malformed("the content of a \(type) record", "another length, \(length)")
        }
    }

    private static func content(type: UInt16, from reader: inout DNSMessageReader) throws(ResolutionError) -> Content {
        switch type {
        case DNSMessage.AddressFamily.ipv4.rawValue: return .ipv4(try reader.integer())
        case DNSMessage.AddressFamily.ipv6.rawValue: return .ipv6(try reader.integer())
        case aliasType: return .alias(try reader.name())
        default: return .other(type: type)
        }
    }
}

extension DNSMessage {
    /// Encodes the message, without compression of names.
    ///
    /// Records of type ``DNSRecord/Content/other(type:)`` are written without content.
    public func encoded() -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.append(bigEndian: id)
        bytes.append(bigEndian: flags)
        bytes.append(bigEndian: UInt16(question == nil ? 0 : 1))
        bytes.append(bigEndian: UInt16(clamping: answers.count))
        // No authority and no additional section.
        bytes.append(bigEndian: UInt32(0))
        if let question {
            bytes += question.name.wire
            bytes.append(bigEndian: question.type)
            bytes.append(bigEndian: DNSRecord.internetClass)
        }
        for record in answers.prefix(Int(UInt16.max)) { record.encode(into: &bytes) }
        return bytes
    }

    private var flags: UInt16 {
        var flags = UInt16(responseCode.number) | UInt16(opcode & 0x0F) << 11
        if isResponse { flags |= Flag.response }
        if isAuthoritative { flags |= Flag.authoritative }
        if isTruncated { flags |= Flag.truncated }
        if recursionDesired { flags |= Flag.recursionDesired }
        if recursionAvailable { flags |= Flag.recursionAvailable }
        return flags
    }

    enum Flag {
        static let response: UInt16 = 0x8000
        static let authoritative: UInt16 = 0x0400
        static let truncated: UInt16 = 0x0200
        static let recursionDesired: UInt16 = 0x0100
        static let recursionAvailable: UInt16 = 0x0080
    }
}

extension DNSRecord {
    fileprivate func encode(into bytes: inout [UInt8]) {
        bytes += name.wire
        bytes.append(bigEndian: type)
        bytes.append(bigEndian: Self.internetClass)
        bytes.append(bigEndian: timeToLive)
        let content = encodedContent
        bytes.append(bigEndian: UInt16(content.count))
        bytes += content
    }

    private var encodedContent: [UInt8] {
        var bytes: [UInt8] = []
        switch content {
        case .ipv4(let bits): bytes.append(bigEndian: bits)
        case .ipv6(let bits): bytes.append(bigEndian: bits)
        case .alias(let target): bytes = target.wire
        case .other: break
        }
        return bytes
    }
}

extension [UInt8] {
    fileprivate mutating func append(bigEndian value: some FixedWidthInteger & UnsignedInteger) {
        Swift.withUnsafeBytes(of: value.bigEndian) { append(contentsOf: $0) }
    }
}

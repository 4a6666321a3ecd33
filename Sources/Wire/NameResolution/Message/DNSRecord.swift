/// A resource record (RFC 1035, 4.1.3).
public struct DNSRecord: Hashable, Sendable {
    /// The content of a record.
    public enum Content: Hashable, Sendable {
        /// An A record, in host byte order.
        case ipv4(UInt32)
        /// An AAAA record, in host byte order.
        case ipv6(UInt128)
        /// A CNAME record.
        case alias(DNSName)
        /// A record of another type, whose content is not stored.
        case other(type: UInt16)
    }

    /// The name of the record.
    public var name: DNSName
    /// The time for which it may be cached, in seconds.
    public var timeToLive: UInt32
    /// The content.
    public var content: Content

    /// Creates a record.
    public init(name: DNSName, timeToLive: UInt32, content: Content) {
        self.name = name
        self.timeToLive = timeToLive
        self.content = content
    }

    static let aliasType: UInt16 = 5
    static let internetClass: UInt16 = 1

    /// The record type's number.
    var type: UInt16 {
        switch content {
        case .ipv4: return DNSMessage.AddressFamily.ipv4.rawValue
        case .ipv6: return DNSMessage.AddressFamily.ipv6.rawValue
        case .alias: return Self.aliasType
        case .other(let type): return type
        }
    }

    /// The address as text; nil for other records.
    var addressText: String? {
        switch content {
        case .ipv4(let bits): return IPAddressText.ipv4(bits)
        case .ipv6(let bits): return IPAddressText.ipv6(bits)
        case .alias, .other: return nil
        }
    }
}

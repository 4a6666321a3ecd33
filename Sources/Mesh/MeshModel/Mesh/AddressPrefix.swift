/// An address range in CIDR notation, host bits cleared (NI-10).
public struct AddressPrefix: Hashable, Sendable {
    /// The family of the addresses in the range.
    public let family: IPAddress.Family
    /// The first address of the range.
    public let bits: UInt128
    /// The number of fixed leading bits.
    public let length: Int

    /// Parses `address/length`; returns `nil` for anything else, a bare address included (NI-10).
    public init?(_ text: String) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 2, let address = IPAddress(String(parts[0])),
            parts[1].allSatisfy({ $0.isASCII && $0.isNumber }), let length = Int(parts[1])
        else { return nil }
        // An IPv4-mapped range has the IPv6 length.
        let mapped = address.family == .v4 && parts[0].contains(":")
        let effective = mapped ? length - 96 : length
        guard (0...address.width).contains(effective) else { return nil }
        family = address.family
        self.length = effective
        bits = address.bits & AddressPrefix.mask(length: effective, width: address.width)
    }

    /// Returns a Boolean value that indicates whether the address is in the range.
    public func contains(_ address: IPAddress) -> Bool {
        address.family == family
            && address.bits & AddressPrefix.mask(length: length, width: address.width) == bits
    }

    private static func mask(length: Int, width: Int) -> UInt128 {
        guard length > 0 else { return 0 }
        let ones: UInt128 = width == 32 ? 0xFFFF_FFFF : .max
        return ones & ~((UInt128(1) << UInt128(width - length)) &- 1)
    }
}

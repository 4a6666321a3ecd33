#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// An IPv4 or IPv6 address as a number.
///
/// IPv4-mapped IPv6 addresses count as IPv4, as in the reference (NI-11, EG-N5).
public struct IPAddress: Hashable, Sendable {
    /// The address family.
    public enum Family: Hashable, Sendable {
        /// 32-bit addresses.
        case v4
        /// 128-bit addresses.
        case v6
    }

    /// The family.
    public let family: Family
    /// The address as a number in host byte order.
    public let bits: UInt128

    /// The number of bits of an address of the family: 32 or 128.
    public var width: Int { family == .v4 ? 32 : 128 }

    /// Parses dotted-quad or colon notation; returns `nil` for anything else, zones included.
    public init?(_ text: String) {
        // C functions would stop at a NUL and ignore the rest.
        guard !text.utf8.contains(0) else { return nil }
        var four = in_addr()
        if inet_pton(AF_INET, text, &four) == 1 {
            family = .v4
            bits = UInt128(UInt32(bigEndian: four.s_addr))
            return
        }
        var six = in6_addr()
        guard inet_pton(AF_INET6, text, &six) == 1 else { return nil }
        var number: UInt128 = 0
        withUnsafeBytes(of: six) { bytes in
            for byte in bytes { number = number << 8 | UInt128(byte) }
        }
        if number >> 32 == 0xFFFF {
            family = .v4
            bits = number & 0xFFFF_FFFF
        } else {
            family = .v6
            bits = number
        }
    }
}

extension IPAddress: CustomStringConvertible {
    /// The canonical text: the shortest form, as in the output of name servers.
    public var description: String {
        var buffer = [CChar](repeating: 0, count: Int(INET6_ADDRSTRLEN))
        switch family {
        case .v4:
            var four = in_addr(s_addr: UInt32(truncatingIfNeeded: bits).bigEndian)
            _ = inet_ntop(AF_INET, &four, &buffer, socklen_t(buffer.count))
        case .v6:
            var six = in6_addr()
            withUnsafeMutableBytes(of: &six) { bytes in
                for index in bytes.indices {
                    bytes[index] = UInt8(truncatingIfNeeded: bits >> UInt128(120 - index * 8))
                }
            }
            _ = inet_ntop(AF_INET6, &six, &buffer, socklen_t(buffer.count))
        }
        return String(decoding: buffer.lazy.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}

public import NIOCore

/// A parsed `grpc-timeout` (XP-H13).
public struct GRPCTimeout: Hashable, Sendable {
    /// The largest number of digits.
    private static let maxDigits = 8

    /// The duration; values beyond 64-bit nanoseconds are clamped to the largest (292 years).
    public var amount: TimeAmount

    /// Parses a header value: 1 to 8 decimal digits and one of `H M S m u n`; nil when malformed.
    public init?(_ text: String) {
        let bytes = Array(text.utf8)
        guard let unit = bytes.last, let scale = Self.nanoseconds(of: unit) else { return nil }
        let digits = bytes.dropLast()
        guard !digits.isEmpty, digits.count <= Self.maxDigits else { return nil }
        guard digits.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }) else { return nil }
        let value = digits.reduce(Int64(0)) { $0 * 10 + Int64($1 - UInt8(ascii: "0")) }
        let (product, overflow) = value.multipliedReportingOverflow(by: scale)
        amount = .nanoseconds(overflow ? .max : product)
    }

    private static func nanoseconds(of unit: UInt8) -> Int64? {
        switch unit {
        case UInt8(ascii: "H"): 3_600_000_000_000
        case UInt8(ascii: "M"): 60_000_000_000
        case UInt8(ascii: "S"): 1_000_000_000
        case UInt8(ascii: "m"): 1_000_000
        case UInt8(ascii: "u"): 1_000
        case UInt8(ascii: "n"): 1
        default: nil
        }
    }
}

#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#elseif canImport(Darwin)
    internal import Darwin
#endif

/// The distribution of an amount per client or service.
public struct AmountDistribution: Hashable, Sendable, CustomStringConvertible {
    /// The shape between the bounds.
    public enum Shape: String, Hashable, Sendable {
        /// All numbers are equally likely.
        case uniform
        /// All orders of magnitude are equally likely: many have few, a few have many.
        case skewed
    }

    /// The bounds, both included.
    public let range: ClosedRange<Int>
    /// The shape between them.
    public let shape: Shape

    /// Makes a distribution.
    public init(_ range: ClosedRange<Int>, _ shape: Shape = .uniform) {
        self.range = range
        self.shape = shape
    }

    /// Parses `20`, `5..50` or `5..50:skewed`.
    ///
    /// - Throws: ``LoadError`` with code `option`.
    public init(parsing text: String) throws(LoadError) {
        let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        let bounds = (parts.first ?? "").split(separator: ".", omittingEmptySubsequences: false)
        let shape = parts.count == 2 ? Shape(rawValue: String(parts[1])) : .uniform
        guard let shape, let lower = bounds.first.flatMap({ Int($0) }), let upper = bounds.last.flatMap({ Int($0) }),
            bounds.count == 1 || (bounds.count == 3 && bounds[1].isEmpty), lower >= 0, upper >= lower,
            upper <= 1_000_000
        else {
            throw LoadError(.option, "invalid amount \"\(text)\": expected for example 20, 5..50 or 5..50:skewed")
        }
        self.init(lower...upper, shape)
    }

    /// Draws a number.
    public func draw(_ random: inout SeededRandom) -> Int {
        guard range.count > 1 else { return range.lowerBound }
        switch shape {
        case .uniform: return Int.random(in: range, using: &random)
        case .skewed:
            let low = log(Double(range.lowerBound + 1))
            let high = log(Double(range.upperBound + 2))
            let drawn = Int(exp(Double.random(in: low..<high, using: &random))) - 1
            return min(max(drawn, range.lowerBound), range.upperBound)
        }
    }

    /// The text that ``init(parsing:)`` parses.
    public var description: String {
        if range.count == 1 { return "\(range.lowerBound)" }
        return "\(range.lowerBound)..\(range.upperBound)" + (shape == .uniform ? "" : ":\(shape.rawValue)")
    }
}

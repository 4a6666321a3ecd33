public import EndpointTranslation

/// The computation of one host's weight, as a sum that can be verified.
public struct WeightSum: Hashable, Sendable {
    /// Endpoints behind a gateway with the same weight, shared by the same number of gateways.
    public struct Term: Hashable, Sendable {
        /// The number of endpoints.
        public let count: Int
        /// The weight of each.
        public let weight: UInt32
        /// The number of gateways that share it.
        public let divisor: UInt32
        /// The part of each as rounded down by the reference; 0 if weights are exact.
        public let part: UInt32
    }

    /// The host's own weight; 0 for gateways.
    public let own: UInt32
    /// The endpoints behind it, heaviest first.
    public let terms: [Term]
    /// The scaling of weights.
    public let scale: WeightScale
    /// The weight that is sent.
    public let weight: UInt32

    init(
        own: UInt32,
        behind: [(weight: UInt32, passage: TracedEndpoint.Passage)],
        scale: WeightScale,
        weight: UInt32
    ) {
        self.own = own
        self.scale = scale
        self.weight = weight
        var counts: [Term: Int] = [:]
        for (weight, passage) in behind {
            counts[Term(count: 0, weight: weight, divisor: passage.divisor, part: passage.part), default: 0] += 1
        }
        terms = counts.map { Term(count: $1, weight: $0.weight, divisor: $0.divisor, part: $0.part) }
            .sorted { ($1.weight, $0.divisor) < ($0.weight, $1.divisor) }
    }

    /// A Boolean value that indicates whether the sum equals the sent weight, or `nil` if weights were fitted into 32
    /// bits.
    public var addsUp: Bool? {
        switch scale.rounding {
        case .fitted:
            return nil
        case .floored:
            return max(1, flooredTotal) == weight
        case .none:
            guard let total = exactTotal else { return nil }
            let scaled = total.numerator.multipliedReportingOverflow(by: UInt128(scale.factor))
            return scaled.overflow ? nil : scaled.partialValue == UInt128(weight) * total.denominator
        }
    }

    /// The weight before scaling, as numerator and denominator, or `nil` on overflow.
    var exactTotal: (numerator: UInt128, denominator: UInt128)? {
        var numerator = UInt128(own)
        var denominator: UInt128 = 1
        for term in terms {
            let divisor = UInt128(max(1, term.divisor))
            let step = divisor / Self.commonDivisor(denominator, divisor)
            let part = UInt128(term.weight) * UInt128(term.count)
            let widened = numerator.multipliedReportingOverflow(by: step)
            let common = denominator.multipliedReportingOverflow(by: step)
            guard !widened.overflow, !common.overflow else { return nil }
            let added = part.multipliedReportingOverflow(by: common.partialValue / divisor)
            let sum = widened.partialValue.addingReportingOverflow(added.partialValue)
            guard !added.overflow, !sum.overflow else { return nil }
            (numerator, denominator) = (sum.partialValue, common.partialValue)
        }
        let common = Self.commonDivisor(numerator, denominator)
        return common > 1 ? (numerator / common, denominator / common) : (numerator, denominator)
    }

    /// The sum as computed by the reference: with wrap-around.
    private var flooredTotal: UInt32 {
        let factor = UInt32(clamping: scale.factor)
        let scaled = own < UInt32.max / max(1, factor) ? own * factor : .max
        return terms.reduce(scaled) { $0 &+ $1.part &* UInt32(truncatingIfNeeded: $1.count) }
    }

    /// The sum in text form, as in `3 x 1 = 3, shared by 2 gateways: 1.5; times 2 = 3`.
    public var text: String {
        switch scale.rounding {
        case .floored: flooredText
        case .none, .fitted: exactText
        }
    }

    private var exactText: String {
        var parts: [String] = []
        if own > 0 { parts.append("\(own)") }
        for term in terms {
            let product = term.count == 1 ? "\(term.weight)" : "\(term.count) x \(term.weight)"
            parts.append(term.divisor > 1 ? "\(product) / \(term.divisor) gateways" : product)
        }
        var text = parts.joined(separator: " + ")
        guard let total = exactTotal else { return "\(text), fitted into 32 bits: \(weight)" }
        let sum =
            total.denominator == 1 ? "\(total.numerator)" : "\(total.numerator)/\(total.denominator)"
        if text != sum { text += " = \(sum)" }
        if scale.rounding == .fitted { return "\(text), fitted into 32 bits: \(weight)" }
        if scale.factor != 1 { text += "; times \(scale.factor) = \(weight)" }
        return text
    }

    private var flooredText: String {
        var parts: [String] = []
        if own > 0 { parts.append(scale.factor == 1 ? "\(own)" : "\(own) x \(scale.factor)") }
        for term in terms {
            let scaled = scale.factor == 1 ? "\(term.weight)" : "\(term.weight) x \(scale.factor)"
            let part =
                term.divisor > 1
                ? "floor(\(scaled) / \(term.divisor) gateways)"
                : term.count > 1 && scale.factor != 1 ? "(\(scaled))" : scaled
            parts.append(term.count == 1 ? part : "\(term.count) x \(part)")
        }
        let text = parts.joined(separator: " + ")
        return text == "\(weight)" ? text : "\(text) = \(weight)"
    }

    private static func commonDivisor(_ left: UInt128, _ right: UInt128) -> UInt128 {
        var (a, b) = (left, right)
        while b != 0 { (a, b) = (b, a % b) }
        return a
    }
}

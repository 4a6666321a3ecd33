/// Weights in exactly the proportion of the shares, as small as possible.
enum ExactWeights {
    /// Sets the weight of every host and group; the sum over all groups stays within 32 bits.
    ///
    /// - Returns: The multiplier of every share.
    @discardableResult
    static func assign(to groups: inout [DraftGroup]) -> WeightScale {
        var (numerators, scale) = numerators(groups)
        if total(numerators, groups) > UInt128(UInt32.max) {
            // Rounding gives equal neighbours different weights.
            for group in groups.indices { groups[group].hosts = groups[group].hosts.flatMap(\.singles) }
            numerators = fitted(self.numerators(groups).numerators)
            scale = WeightScale(factor: 1, rounding: .fitted)
        }
        var next = 0
        for group in groups.indices {
            for host in groups[group].hosts.indices {
                groups[group].hosts[host].weight = UInt32(clamping: max(1, numerators[next]))
                next += 1
            }
            groups[group].weight = Weighing.sum(groups[group].hosts, saturating: true)
        }
        return scale
    }

    private static func total(_ numerators: [UInt128], _ groups: [DraftGroup]) -> UInt128 {
        var total: UInt128 = 0
        var next = 0
        for group in groups {
            for host in group.hosts {
                total += numerators[next] * UInt128(host.count)
                next += 1
            }
        }
        return total
    }

    /// Returns every host's weight over one common denominator, reduced by the common divisor of the denominator and
    /// all weights.
    private static func numerators(_ groups: [DraftGroup]) -> (numerators: [UInt128], scale: WeightScale) {
        var denominator: UInt128 = 1
        for group in groups {
            for host in group.hosts {
                for share in host.shares where share.divisor > 1 {
                    let divisor = UInt128(share.divisor)
                    denominator = denominator / greatestCommonDivisor(denominator, divisor) * divisor
                    // Beyond this the exact quotient is finer than the resolution of 32 bits.
                    if denominator > 1 << 60 {
                        let numerators = approximated(groups, denominator: 1 << 60)
                        return (numerators, WeightScale(factor: 1, rounding: .fitted))
                    }
                }
            }
        }
        let numerators = approximated(groups, denominator: denominator)
        let common = commonDivisor(of: numerators, denominator)
        let scale = WeightScale(factor: UInt64(denominator / common), rounding: .none)
        return (common > 1 ? numerators.map { $0 / common } : numerators, scale)
    }

    /// Returns numerators that are exact whenever the denominator is a multiple of every divisor.
    private static func approximated(_ groups: [DraftGroup], denominator: UInt128) -> [UInt128] {
        groups.flatMap { group in
            group.hosts.map { host in
                host.shares.reduce(into: UInt128(host.own) * denominator) { total, share in
                    total += UInt128(share.weight) * denominator / UInt128(max(1, share.divisor))
                }
            }
        }
    }

    private static func commonDivisor(of numerators: [UInt128], _ denominator: UInt128) -> UInt128 {
        var common = denominator
        for numerator in numerators where common > 1 { common = greatestCommonDivisor(common, numerator) }
        return common
    }

    /// Returns weights scaled down by largest remainder so that the sum fits into 32 bits, each at least 1.
    private static func fitted(_ numerators: [UInt128]) -> [UInt128] {
        let total = numerators.reduce(0, +)
        // Leaves room for hosts whose weight would round to zero.
        let available = UInt128(UInt32.max) - UInt128(numerators.count)
        // Shifting keeps the products within 128 bits; the loss is far below one part in 2^32.
        let shift = max(0, 128 - total.leadingZeroBitCount - 90)
        let scale = total >> UInt128(shift)
        var weights = numerators.map { ($0 >> UInt128(shift)) * available / scale }
        let remainders = numerators.indices.map { index in
            (index, (numerators[index] >> UInt128(shift)) * available % scale)
        }.sorted { $0.1 != $1.1 ? $0.1 > $1.1 : $0.0 < $1.0 }
        let missing = available - min(available, weights.reduce(0, +))
        for (index, _) in remainders.prefix(Int(clamping: missing)) { weights[index] += 1 }
        return weights
    }

    private static func greatestCommonDivisor(_ left: UInt128, _ right: UInt128) -> UInt128 {
        var (a, b) = (left, right)
        while b != 0 { (a, b) = (b, a % b) }
        return a
    }
}

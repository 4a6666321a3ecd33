/// The factor that most weights of one side have in common with those of the other.
struct WeightScale {
    private struct Ratio: Hashable {
        let left: UInt32
        let right: UInt32

        init(_ left: UInt32, _ right: UInt32) {
            var (a, b) = (left, right)
            while b != 0 { (a, b) = (b, a % b) }
            self.left = left / max(1, a)
            self.right = right / max(1, a)
        }

        var isOne: Bool { left == right }
    }

    private let ratio: Ratio

    /// Weights as they are.
    static let exact = WeightScale(ratio: Ratio(1, 1))

    private init(ratio: Ratio) { self.ratio = ratio }

    /// Finds the factor of the weights of pairs, in an order that is the same from both sides.
    ///
    /// Of factors that equally many pairs have, 1 wins, then that of the first pair.
    init(_ pairs: some Sequence<(UInt32, UInt32)>) {
        var counts: [Ratio: (count: Int, first: Int)] = [:]
        for (index, pair) in pairs.enumerated() {
            counts[Ratio(pair.0, pair.1), default: (0, index)].count += 1
        }
        let best = counts.max { left, right in
            if left.value.count != right.value.count { return left.value.count < right.value.count }
            if left.key.isOne != right.key.isOne { return right.key.isOne }
            return left.value.first > right.value.first
        }
        ratio = best?.key ?? Ratio(1, 1)
    }

    /// Whether two weights are the same but for the factor.
    func areSame(_ left: UInt32, _ right: UInt32) -> Bool {
        left.multipliedFullWidth(by: ratio.right) == right.multipliedFullWidth(by: ratio.left)
    }
}

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
    }

    private let ratio: Ratio

    /// Weights as they are.
    static let exact = WeightScale(ratio: Ratio(1, 1))

    private init(ratio: Ratio) { self.ratio = ratio }

    /// Finds the factor of the weights of pairs.
    ///
    /// More than half of the pairs must have it; nil when there is no such factor, which is told the same from both sides.
    init?(_ pairs: [(UInt32, UInt32)]) {
        var counts: [Ratio: Int] = [:]
        for pair in pairs { counts[Ratio(pair.0, pair.1), default: 0] += 1 }
        guard let found = counts.first(where: { $0.value * 2 > pairs.count }) else { return nil }
        ratio = found.key
    }

    /// Whether two weights are the same but for the factor.
    func areSame(_ left: UInt32, _ right: UInt32) -> Bool {
        left.multipliedFullWidth(by: ratio.right) == right.multipliedFullWidth(by: ratio.left)
    }
}

/// The common factor between most weights of two sides.
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

    /// The factor 1: weights are compared exactly.
    static let exact = WeightScale(ratio: Ratio(1, 1))

    private init(ratio: Ratio) { self.ratio = ratio }

    /// Finds the factor of the weights of pairs.
    ///
    /// More than half of the pairs must have the factor; `nil` if there is none. The result is the same from both
    /// sides.
    init?(_ pairs: [(UInt32, UInt32)]) {
        var counts: [Ratio: Int] = [:]
        for pair in pairs { counts[Ratio(pair.0, pair.1), default: 0] += 1 }
        guard let found = counts.first(where: { $0.value * 2 > pairs.count }) else { return nil }
        ratio = found.key
    }

    /// Returns a Boolean value that indicates whether two weights are equal apart from the factor.
    func areSame(_ left: UInt32, _ right: UInt32) -> Bool {
        left.multipliedFullWidth(by: ratio.right) == right.multipliedFullWidth(by: ratio.left)
    }
}

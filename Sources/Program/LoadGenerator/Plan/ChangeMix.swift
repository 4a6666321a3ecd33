/// The kinds of change, with their relative frequencies.
public struct ChangeMix: Hashable, Sendable, CustomStringConvertible {
    /// The kinds with their shares, in order.
    public let shares: [(kind: ChangeKind, share: Int)]

    /// Makes a mix of equally likely kinds.
    public init(_ kinds: [ChangeKind]) { shares = kinds.map { ($0, 1) } }

    /// Parses `scale,rollout` or `scale=8,gateway=1`.
    ///
    /// - Throws: ``LoadError`` with code `option`.
    public init(parsing text: String) throws(LoadError) {
        var shares: [(kind: ChangeKind, share: Int)] = []
        for part in text.split(separator: ",", omittingEmptySubsequences: false) {
            let sides = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            let share = sides.count == 2 ? Int(sides[1]) : 1
            guard let kind = sides.first.flatMap({ ChangeKind(rawValue: String($0)) }), let share,
                (1...10_000).contains(share), !shares.contains(where: { $0.kind == kind })
            else {
                throw LoadError(
                    .option,
                    "invalid kind of change \"\(part)\": expected each of scale, rollout, flap and gateway once, such as scale=8"
                )
            }
            shares.append((kind, share))
        }
        self.shares = shares
    }

    /// Draws a kind.
    func draw(_ random: inout SeededRandom) -> ChangeKind {
        var rest = Int.random(in: 0..<max(1, shares.reduce(0) { $0 + $1.share }), using: &random)
        for (kind, share) in shares {
            if rest < share { return kind }
            rest -= share
        }
        return .rollout
    }

    /// The text that ``init(parsing:)`` parses.
    public var description: String {
        shares.map { $0.share == 1 ? $0.kind.rawValue : "\($0.kind.rawValue)=\($0.share)" }.joined(separator: ",")
    }

    /// Compares kinds and shares.
    public static func == (left: ChangeMix, right: ChangeMix) -> Bool { left.description == right.description }

    /// Hashes the properties that `==` compares.
    public func hash(into hasher: inout Hasher) { hasher.combine(description) }
}

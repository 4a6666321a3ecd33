/// Finds the name that a misspelt one probably means.
enum NearMiss {
    /// Returns the one known name that differs by a typing error, or `nil` if there is none or more than one.
    static func of(_ name: String, among known: some Collection<String>) -> String? {
        let found = known.filter { $0 != name && isSlip(name, $0) }.sorted()
        return found.count == 1 ? found.first : nil
    }

    /// Returns a Boolean value that indicates whether two names differ by letter case, by `_` for `-`, or by one letter
    /// within
    /// a longer word.
    ///
    /// `network-1` and `network-2`, or `net-a` and `net-b`, are different names.
    static func isSlip(_ left: String, _ right: String) -> Bool {
        let (first, second) = (Array(folded(left)), Array(folded(right)))
        if first == second { return true }
        let (words, others) = (parts(first), parts(second))
        guard words.count == others.count else { return false }
        let different = zip(words, others).filter { $0 != $1 }
        guard different.count == 1, let (word, other) = different.first else { return false }
        guard min(word.count, other.count) >= 4 else { return false }
        return isOneLetterOff(word, other)
    }

    private static func folded(_ text: String) -> [UInt8] {
        text.lowercased().utf8.map { $0 == UInt8(ascii: "_") || $0 == UInt8(ascii: ".") ? UInt8(ascii: "-") : $0 }
    }

    private static func parts(_ bytes: [UInt8]) -> [[UInt8]] {
        bytes.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false).map(Array.init)
    }

    /// Returns a Boolean value that indicates whether one letter was added, removed or replaced, or two neighbours
    /// swapped;
    /// a different digit is a different name.
    private static func isOneLetterOff(_ left: [UInt8], _ right: [UInt8]) -> Bool {
        guard abs(left.count - right.count) <= 1 else { return false }
        let head = zip(left, right).prefix { $0 == $1 }.count
        let tail = zip(left.dropFirst(head).reversed(), right.dropFirst(head).reversed()).prefix { $0 == $1 }.count
        let (first, second) = (left[head..<(left.count - tail)], right[head..<(right.count - tail)])
        guard !(Array(first) + Array(second)).contains(where: { (0x30...0x39).contains($0) }) else { return false }
        // A different last letter is a numbering: zone-a, zonea, zoneb.
        if head + 1 >= max(left.count, right.count), left.count == right.count { return false }
        if first.count <= 1, second.count <= 1 { return true }
        return first.count == 2 && second.count == 2 && Array(first.reversed()) == Array(second)
    }
}

/// The labels of an object: keys and values, sorted by key.
///
/// Objects have few labels, so a sorted array is smaller and faster than a dictionary, and its order is unique.
public struct Labels: Hashable, Sendable, ExpressibleByDictionaryLiteral {
    /// One label.
    public struct Pair: Hashable, Sendable {
        /// The label's key.
        public let key: String
        /// The label's value.
        public let value: String
    }

    /// All labels, ascending by key, with unique keys.
    public private(set) var pairs: [Pair]

    /// Makes an empty set of labels.
    public init() { pairs = [] }

    /// Makes labels from pairs in any order; of equal keys the last one counts.
    public init(_ unsorted: some Sequence<(String, String)>) {
        pairs = []
        // Clients choose their number: sorted at once instead of inserted one by one. The sort is stable.
        for pair in unsorted.map({ Pair(key: $0.0, value: $0.1) }).sorted(by: { $0.key < $1.key }) {
            if pairs.last?.key == pair.key { pairs.removeLast() }
            pairs.append(pair)
        }
    }

    /// Makes labels from a literal.
    public init(dictionaryLiteral elements: (String, String)...) { self.init(elements) }

    /// A Boolean value that indicates whether there is no label.
    public var isEmpty: Bool { pairs.isEmpty }

    /// The value of a key, or `nil`; setting `nil` removes the label.
    public subscript(key: String) -> String? {
        get {
            // For few labels a linear search is faster.
            if pairs.count <= 16 {
                for pair in pairs where pair.key == key { return pair.value }
                return nil
            }
            let index = position(of: key)
            return index < pairs.endIndex && pairs[index].key == key ? pairs[index].value : nil
        }
        set {
            let index = position(of: key)
            let isPresent = index < pairs.endIndex && pairs[index].key == key
            switch (newValue, isPresent) {
            case (let value?, true): pairs[index] = Pair(key: key, value: value)
            case (let value?, false): pairs.insert(Pair(key: key, value: value), at: index)
            case (nil, true): pairs.remove(at: index)
            case (nil, false): break
            }
        }
    }

    /// Returns the position of a key, or the position to insert it.
    private func position(of key: String) -> Int {
        var range = pairs.startIndex..<pairs.endIndex
        while !range.isEmpty {
            let middle = range.lowerBound + range.count / 2
            range = pairs[middle].key < key ? middle + 1..<range.upperBound : range.lowerBound..<middle
        }
        return range.lowerBound
    }

    /// Returns the value of a key, or `nil` if it is absent or empty.
    public func nonEmpty(_ key: String) -> String? {
        guard let value = self[key], !value.isEmpty else { return nil }
        return value
    }

    /// Returns a Boolean value that indicates whether every label of `selector` is present with the same value (EG-E6).
    public func contains(_ selector: Labels) -> Bool {
        selector.pairs.allSatisfy { self[$0.key] == $0.value }
    }
}

/// The labels of an object: keys and values, sorted by key.
///
/// Objects have few labels, so a sorted array is smaller and faster than a dictionary, and it has one order.
public struct Labels: Hashable, Sendable, ExpressibleByDictionaryLiteral {
    /// One label.
    public struct Pair: Hashable, Sendable {
        /// The label's key.
        public let key: String
        /// The label's value.
        public let value: String
    }

    /// All labels, ascending by key; no key twice.
    public private(set) var pairs: [Pair]

    /// Makes an empty set of labels.
    public init() { pairs = [] }

    /// Makes labels of pairs in any order; of equal keys the last one counts.
    public init(_ unsorted: some Sequence<(String, String)>) {
        pairs = []
        for (key, value) in unsorted { self[key] = value }
    }

    /// Makes labels of a literal.
    public init(dictionaryLiteral elements: (String, String)...) { self.init(elements) }

    /// Whether there is no label.
    public var isEmpty: Bool { pairs.isEmpty }

    /// The value of a key, or nil; setting nil removes the label.
    public subscript(key: String) -> String? {
        get {
            for pair in pairs where pair.key == key { return pair.value }
            return nil
        }
        set {
            let index = pairs.firstIndex { $0.key >= key } ?? pairs.endIndex
            let isPresent = index < pairs.endIndex && pairs[index].key == key
            switch (newValue, isPresent) {
            case (let value?, true): pairs[index] = Pair(key: key, value: value)
            case (let value?, false): pairs.insert(Pair(key: key, value: value), at: index)
            case (nil, true): pairs.remove(at: index)
            case (nil, false): break
            }
        }
    }

    /// The value of a key unless it is absent or empty.
    public func nonEmpty(_ key: String) -> String? {
        guard let value = self[key], !value.isEmpty else { return nil }
        return value
    }

    /// Whether every label of `selector` is here with the same value (E-6).
    public func contains(_ selector: Labels) -> Bool {
        selector.pairs.allSatisfy { self[$0.key] == $0.value }
    }
}

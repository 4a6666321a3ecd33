internal import MeshModel

/// Numbers the localities of endpoints in input order.
struct LocalityNumbering {
    private let kind: TranslationSemantics.LocalityGroups
    private var byLabel: [String: Int32] = [:]
    private var byLocality: [Locality: Int32] = [:]
    private var last: (label: String, number: Int32)?
    /// The label of each locality; of several labels for the same one, the first.
    private(set) var labels: [String] = []

    init(_ kind: TranslationSemantics.LocalityGroups) { self.kind = kind }

    /// Returns the number of a label's locality.
    mutating func number(of label: String) -> Int32 {
        if let last, last.label == label { return last.number }
        let number = byLabel[label] ?? make(label)
        last = (label, number)
        return number
    }

    private mutating func make(_ label: String) -> Int32 {
        let locality = Locality(label: label)
        let number = kind == .byLocality ? byLocality[locality] ?? Int32(labels.count) : Int32(labels.count)
        if Int(number) == labels.count { labels.append(label) }
        byLocality[locality] = number
        byLabel[label] = number
        return number
    }
}

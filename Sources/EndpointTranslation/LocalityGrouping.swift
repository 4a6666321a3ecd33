internal import MeshModel

/// Sorts hosts into groups by locality (W-5).
struct LocalityGrouping {
    private let kind: TranslationSemantics.LocalityGroups
    private let labels: [String]
    /// The group of each label, by the label's number; negative while there is none.
    private var byLabel: [Int]
    private var byLocality: [Locality: Int] = [:]
    private var groups: [DraftGroup] = []

    init(_ kind: TranslationSemantics.LocalityGroups, labels: [String]) {
        self.kind = kind
        self.labels = labels
        byLabel = [Int](repeating: -1, count: labels.count)
    }

    /// The group of a locality label; made when it is new, so that it stays even if no host comes into it.
    mutating func index(ofLabel number: Int) -> Int {
        let known = byLabel[number]
        return known >= 0 ? known : makeGroup(number)
    }

    private mutating func makeGroup(_ number: Int) -> Int {
        let label = labels[number]
        let locality = Locality(label: label)
        if kind == .byLocality, let known = byLocality[locality] {
            byLabel[number] = known
            return known
        }
        let index = groups.count
        groups.append(DraftGroup(label: label, locality: locality, hosts: []))
        byLabel[number] = index
        byLocality[locality] = index
        return index
    }

    mutating func append(_ host: DraftHost, to index: Int) { groups[index].hosts.append(host) }

    /// The groups in order: by label text, or by locality.
    func sorted() -> [DraftGroup] {
        switch kind {
        case .byLabel: groups.sorted { $0.label < $1.label }
        case .byLocality: groups.sorted { $0.locality < $1.locality }
        }
    }
}

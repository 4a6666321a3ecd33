internal import MeshModel

/// Sorts hosts into groups by locality (EG-W5).
struct LocalityGrouping {
    private let kind: TranslationSemantics.LocalityGroups
    private var byLabel: [String: Int] = [:]
    private var byLocality: [Locality: Int] = [:]
    private var groups: [DraftGroup] = []

    init(_ kind: TranslationSemantics.LocalityGroups) { self.kind = kind }

    /// Returns the number of a label's group, which is kept even without hosts.
    mutating func index(of label: String) -> Int {
        if let known = byLabel[label] { return known }
        let locality = Locality(label: label)
        let index = kind == .byLocality ? byLocality[locality] ?? groups.count : groups.count
        if index == groups.count { groups.append(DraftGroup(label: label, locality: locality, hosts: [])) }
        byLabel[label] = index
        byLocality[locality] = index
        return index
    }

    mutating func append(_ host: DraftHost, to index: Int) { groups[index].hosts.append(host) }

    /// Returns the groups in order: by label text, or by locality.
    func sorted() -> [DraftGroup] {
        switch kind {
        case .byLabel: groups.sorted { $0.label < $1.label }
        case .byLocality: groups.sorted { $0.locality < $1.locality }
        }
    }
}

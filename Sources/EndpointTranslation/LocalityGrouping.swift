internal import MeshModel

/// Sorts hosts into groups by locality (W-5).
struct LocalityGrouping {
    private let kind: TranslationSemantics.LocalityGroups
    private let labels: [String]
    /// The hosts of each locality, by the locality's number; nil while nothing is of it.
    private var hosts: [[DraftHost]?]

    init(_ kind: TranslationSemantics.LocalityGroups, labels: [String]) {
        self.kind = kind
        self.labels = labels
        hosts = [[DraftHost]?](repeating: nil, count: labels.count)
    }

    /// Makes the group of a locality, so that it is there even if no host comes into it.
    mutating func open(_ locality: Int32) {
        if hosts[Int(locality)] == nil { hosts[Int(locality)] = [] }
    }

    mutating func append(_ host: DraftHost, to locality: Int32) { hosts[Int(locality)]?.append(host) }

    /// The groups in order: by label text, or by locality.
    func sorted() -> [DraftGroup] {
        let groups = zip(labels, hosts).compactMap { label, hosts in
            hosts.map { DraftGroup(label: label, locality: Locality(label: label), hosts: $0) }
        }
        return switch kind {
        case .byLabel: groups.sorted { $0.label < $1.label }
        case .byLocality: groups.sorted { $0.locality < $1.locality }
        }
    }
}

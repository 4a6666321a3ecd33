internal import MeshModel

/// The clients of one finding about load balancing: those whom it affects most, and the others.
///
/// A problem of a service is reported once, by the clients for which it is worst, since proxies of different networks
/// have different shares.
struct AffectedClients<Key: Hashable> {
    /// The object and the service of the finding.
    let key: Key
    /// The cluster of the clients that are affected most; the first of equals.
    private(set) var worst: ClientCluster
    /// The descriptions of the others, in order.
    private(set) var others: [String] = []

    /// The end of a message that names the others; empty without any.
    var note: String { others.isEmpty ? "" : "; also affected: \(Wording.list(others))" }

    /// Groups clusters by the finding that they belong to.
    ///
    /// - Parameters:
    ///   - clusters: the clusters, in the order of findings.
    ///   - key: the object and service of the finding, or nil for a cluster without the problem.
    ///   - rank: how badly the clients of a cluster are affected.
    static func all<Rank: Comparable>(
        in clusters: [ClientCluster],
        by key: (ClientCluster) -> Key?,
        rank: (ClientCluster) -> Rank
    ) -> [AffectedClients] {
        var groups: [AffectedClients] = []
        var members: [[ClientCluster]] = []
        var positions: [Key: Int] = [:]
        for cluster in clusters {
            guard let own = key(cluster) else { continue }
            if let position = positions[own] {
                members[position].append(cluster)
                if rank(cluster) > rank(groups[position].worst) { groups[position].worst = cluster }
            } else {
                positions[own] = groups.count
                groups.append(AffectedClients(key: own, worst: cluster))
                members.append([cluster])
            }
        }
        for (position, clusters) in members.enumerated() {
            var seen: Set = [groups[position].worst.clients]
            groups[position].others = clusters.map(\.clients).filter { seen.insert($0).inserted }
        }
        return groups
    }

    private init(key: Key, worst: ClientCluster) {
        self.key = key
        self.worst = worst
    }
}

/// An object and the service that it affects.
struct AffectedService: Hashable {
    let object: ObjectReference
    let service: MeshSnapshot.ServiceKey
}

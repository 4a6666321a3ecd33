internal import MeshModel

/// The clients of one finding about load balancing: those whom it affects most, and the others.
///
/// A problem of a service is reported once, by the clients for which it is worst, since proxies of different networks
/// have different shares.
struct AffectedClients<Key: Hashable> {
    /// The object and the service of the finding.
    let key: Key
    /// The cluster of the clients that are affected most; the first of equals.
    let worst: ClientCluster
    /// The descriptions of the others, in order.
    let others: [String]

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
        var keys: [Key] = []
        var members: [Key: [ClientCluster]] = [:]
        for cluster in clusters {
            guard let own = key(cluster) else { continue }
            if members[own] == nil { keys.append(own) }
            members[own, default: []].append(cluster)
        }
        return keys.compactMap { key in
            let group = members[key] ?? []
            return group.max { rank($0) < rank($1) }.map { AffectedClients(key: key, worst: $0, of: group) }
        }
    }

    private init(key: Key, worst: ClientCluster, of group: [ClientCluster]) {
        self.key = key
        self.worst = worst
        var seen: Set = [worst.clients]
        others = group.map(\.clients).filter { seen.insert($0).inserted }
    }
}

/// An object and the service that it affects.
struct AffectedService: Hashable {
    let object: ObjectReference
    let service: MeshSnapshot.ServiceKey
}

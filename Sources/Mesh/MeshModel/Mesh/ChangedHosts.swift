/// The hosts of which proxies may be told something else than before.
///
/// It may name too much, never too little.
public enum ChangedHosts: Equatable, Sendable {
    /// Any host.
    case all
    /// Only these.
    case some(Set<String>)

    /// These and those of another change.
    public func union(_ other: ChangedHosts) -> ChangedHosts {
        guard case .some(let hosts) = self, case .some(let others) = other else { return .all }
        return .some(hosts.union(others))
    }
}

extension MeshSnapshot {
    /// The hosts whose translation, for equal proxies, may be different in an earlier snapshot.
    ///
    /// - Complexity: O(services); arrays that are the same in both are not looked into.
    public func changedHosts(since before: MeshSnapshot) -> ChangedHosts {
        guard semantics == before.semantics, domainSuffix == before.domainSuffix, features == before.features,
            gateways == before.gateways, destinationRules == before.destinationRules,
            peerAuthentications == before.peerAuthentications, clusterLocalHosts == before.clusterLocalHosts,
            meshLocality == before.meshLocality
        else { return .all }
        var hosts = services.hosts(differingFrom: before.services)
        for (key, old) in before.shards where shards[key] != old { hosts.insert(key.hostname) }
        for key in shards.keys where before.shards[key] == nil { hosts.insert(key.hostname) }
        // In ambient mode one service's answer may be made of another one's endpoints.
        if features.ambient, !hosts.isEmpty || ambientServices != before.ambientServices { return .all }
        return .some(hosts)
    }
}

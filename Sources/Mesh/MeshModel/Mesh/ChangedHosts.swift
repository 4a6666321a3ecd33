/// The hosts whose assignments may have changed.
///
/// It may contain unchanged hosts, but never lacks a changed one.
public enum ChangedHosts: Equatable, Sendable {
    /// Any host.
    case all
    /// Only these hosts.
    case some(Set<String>)

    /// Returns the union with another change.
    public func union(_ other: ChangedHosts) -> ChangedHosts {
        guard case .some(let hosts) = self, case .some(let others) = other else { return .all }
        return .some(hosts.union(others))
    }
}

extension MeshSnapshot {
    /// Returns the hosts whose translation, for equal proxies, may differ in an earlier snapshot.
    ///
    /// - Complexity: O(services); identical arrays are not compared.
    public func changedHosts(since before: MeshSnapshot) -> ChangedHosts {
        guard semantics == before.semantics, domainSuffix == before.domainSuffix, features == before.features,
            gateways == before.gateways, sidecars == before.sidecars, destinationRules == before.destinationRules,
            peerAuthentications == before.peerAuthentications, clusterLocalHosts == before.clusterLocalHosts,
            meshLocality == before.meshLocality
        else { return .all }
        var hosts = services.hosts(differingFrom: before.services)
        for (key, old) in before.shards where shards[key] != old { hosts.insert(key.hostname) }
        for key in shards.keys where before.shards[key] == nil { hosts.insert(key.hostname) }
        // In ambient mode one service's answer may be made of another one's endpoints.
        if features.isAmbient, !hosts.isEmpty || ambientServices != before.ambientServices { return .all }
        return .some(hosts)
    }
}

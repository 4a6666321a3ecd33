internal import MeshModel

/// Converts inferred gateways to the table that translation reads: names resolved, duplicates merged.
enum GatewayResolution {
    /// Makes the table.
    ///
    /// - Parameters:
    ///   - found: the inferred gateways with addresses or host names.
    ///   - names: the addresses of each host name.
    ///   - semantics: whether gateways of one address are one.
    static func table(
        of found: [Gateway],
        names: [String: [String]],
        semantics: TranslationSemantics
    ) -> GatewayTable {
        var resolved: Set<Gateway> = []
        var unresolved: [Gateway] = []
        var hostNames: Set<String> = []
        for gateway in found {
            if IPAddress(gateway.address) != nil {
                resolved.insert(gateway)
                continue
            }
            hostNames.insert(gateway.address)
            let addresses = names[gateway.address] ?? []
            if addresses.isEmpty { unresolved.append(gateway) }
            for address in addresses { resolved.insert(gateway.at(address)) }
        }
        switch semantics.duplicateGateways {
        case .perSource:
            return GatewayTable(
                resolved.map { ($0, [$0.cluster]) },
                unresolved: unresolved,
                hostNames: hostNames
            )
        case .merge:
            return GatewayTable(merged(resolved.sorted()), unresolved: unresolved, hostNames: hostNames)
        }
    }

    private struct Entrance: Hashable {
        let network: NetworkID
        let address: IPAddress?
        let port: Int
    }

    /// One gateway for each network, address and port; it is found under every cluster that knows it.
    private static func merged(_ gateways: [Gateway]) -> [(gateway: Gateway, clusters: Set<ClusterID>)] {
        let groups = Dictionary(grouping: gateways) {
            Entrance(network: $0.network, address: IPAddress($0.address), port: $0.port)
        }
        return groups.values.compactMap { group in
            // A gateway found in a cluster says more than an address that was configured.
            guard let first = group.first(where: { !$0.cluster.isEmpty }) ?? group.first else { return nil }
            let gateway = Gateway(
                network: first.network,
                cluster: first.cluster,
                address: first.address,
                port: first.port,
                hbonePort: group.map(\.hbonePort).max() ?? 0,
                serviceAccount: first.serviceAccount,
                provenance: first.provenance
            )
            return (gateway, Set(group.map(\.cluster)))
        }
    }
}

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
                let address = semantics.sentAddress(gateway.address)
                resolved.insert(address == gateway.address ? gateway : gateway.at(address))
                continue
            }
            hostNames.insert(gateway.address)
            let addresses = names[gateway.address] ?? []
            if addresses.isEmpty { unresolved.append(gateway) }
            for address in addresses { resolved.insert(gateway.at(semantics.sentAddress(address))) }
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
        /// The port for HBONE of a gateway that has no other; 0 for others.
        let tunnelPort: Int
    }

    /// One gateway for each network, address and port; it is found under every cluster that knows it.
    private static func merged(_ gateways: [Gateway]) -> [(gateway: Gateway, clusters: Set<ClusterID>)] {
        let groups = Dictionary(grouping: gateways) {
            Entrance(
                network: $0.network,
                address: IPAddress($0.address),
                port: $0.port,
                tunnelPort: $0.port == 0 ? $0.hbonePort : 0
            )
        }
        let merged = groups.values.compactMap { group -> (gateway: Gateway, clusters: Set<ClusterID>)? in
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
        return withoutPartialListeners(merged.sorted { $0.gateway < $1.gateway })
    }

    /// A gateway for HBONE alone is no second one beside a gateway with the same port for HBONE and one for mTLS.
    private static func withoutPartialListeners(
        _ gateways: [(gateway: Gateway, clusters: Set<ClusterID>)]
    ) -> [(gateway: Gateway, clusters: Set<ClusterID>)] {
        var whole = gateways.filter { $0.gateway.port != 0 }
        var result: [(gateway: Gateway, clusters: Set<ClusterID>)] = []
        for (gateway, clusters) in gateways where gateway.port == 0 {
            let same = whole.firstIndex {
                $0.gateway.network == gateway.network && $0.gateway.hbonePort == gateway.hbonePort
                    && IPAddress($0.gateway.address) == IPAddress(gateway.address)
            }
            if let same { whole[same].clusters.formUnion(clusters) } else { result.append((gateway, clusters)) }
        }
        return whole + result
    }
}

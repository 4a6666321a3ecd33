internal import EndpointTranslation
internal import MeshModel
internal import MeshViews
internal import TextFormats

/// The human-readable tables of assignments.
struct TranslationTable {
    let mesh: MeshState
    let style: Style

    /// Returns one block per proxy, with one table per cluster.
    func text(_ answers: [TranslatedProxy]) -> String {
        answers.map { answer in
            let proxy = answer.proxy
            let network = proxy.network.isEmpty ? "no network" : "network \(proxy.network)"
            let provenance = style(.faint, "(\(proxy.networkProvenance))")
            var lines = [style(.title, answer.node.id), "  \(network) \(provenance), cluster \(proxy.cluster)"]
            for assignment in answer.assignments { lines += table(assignment, proxy) }
            return lines.joined(separator: "\n") + "\n"
        }.joined(separator: "\n")
    }

    private func table(_ assignment: EncodedAssignment, _ proxy: Proxy) -> [String] {
        var lines = ["", style(.title, "  \(assignment.name)")]
        let explained = mesh.translation(of: assignment.name, for: proxy)
        guard explained.presence == .known else {
            return lines + [style(.bad, "    no assignment: \(explained.presence.rawValue)")]
        }
        let shards = explained.endpointService.flatMap { mesh.snapshot.shards[$0] } ?? []
        var rows = [["PRIORITY", "LOCALITY", "ADDRESS", "WEIGHT", "SHARE", "NETWORK", "REACHED"]]
        for group in explained.groups {
            let total = explained.groups.filter { $0.priority == group.priority }
                .reduce(0.0) { sum, group in sum + group.hosts.reduce(0.0) { $0 + Double($1.weight) } }
            for host in group.hosts {
                let share = total == 0 ? 0 : Double(host.weight) / total
                rows.append(
                    [String(group.priority), group.locality.isEmpty ? "-" : group.locality.description]
                        + describe(host, share: share, shards)
                )
            }
        }
        guard rows.count > 1 else { return lines + [style(.bad, "    no endpoints")] }
        lines += style.table(TextTable(rows).lines.map { "    " + $0 })
        return lines
    }

    private func describe(_ host: Assignment.Host, share: Double, _ shards: [EndpointShard]) -> [String] {
        let percent = PercentText.of(share)
        switch host.target {
        case .endpoint(let position, let tlsMode):
            let endpoint = shards[position.shard].endpoints[position.index]
            let security = tlsMode == nil ? "plain" : "mTLS"
            let way = host.tunnel?.waypoint.map { "through waypoint \($0)" } ?? "through an HBONE tunnel"
            return [
                host.tunnel?.endpointID
                    ?? AddressText.endpoint(host.addresses.first ?? endpoint.address, endpoint.port),
                String(host.weight),
                percent,
                endpoint.network.isEmpty ? "-" : endpoint.network.name,
                host.tunnel == nil ? "directly, \(security)" : way,
            ]
        case .gateway(let gateway):
            return [
                host.tunnel?.endpointID ?? AddressText.endpoint(gateway.address, gateway.port), String(host.weight),
                percent,
                gateway.network.name, host.tunnel == nil ? "through its gateway" : "through its gateway, by HBONE",
            ]
        }
    }
}

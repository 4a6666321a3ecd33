internal import MeshModel
internal import MeshOverview

/// The human-readable tables of an overview.
struct OverviewText {
    let overview: MeshOverview
    /// The folder that was read; its files are named relative to it.
    let folder: String?
    let style: Style

    /// The whole text.
    var text: String {
        var lines = [style(.title, summary)]
        lines += section(networkRows)
        if !overview.losses.isEmpty { lines += [""] + overview.losses.map { style(.bad, shortened($0)) } }
        lines += section(gatewayRows)
        lines += section(clusterRows)
        lines += meshNetworks
        return lines.joined(separator: "\n") + "\n"
    }

    private var summary: String {
        let endpoints = overview.networks.reduce(overview.unplaced?.endpoints ?? 0) { $0 + $1.endpoints }
        let counts = [
            Self.count(overview.networks.count, "network"), Self.count(overview.clusters.count, "cluster"),
            Self.count(overview.gateways.count, "gateway"), Self.count(endpoints, "endpoint"),
        ]
        let difference = overview.isMultiNetwork ? "" : "; no network has a gateway, so networks have no effect"
        return counts.joined(separator: ", ") + difference
    }

    private func section(_ rows: [[String]]) -> [String] { rows.count > 1 ? [""] + table(rows) : [] }

    private func table(_ rows: [[String]]) -> [String] { style.table(TextTable(rows.map { $0.map(shortened) }).lines) }

    /// Returns the text with files named relative to the folder.
    private func shortened(_ text: String) -> String {
        guard let folder, !folder.isEmpty else { return text }
        return text.replacing(folder.hasSuffix("/") ? folder : folder + "/", with: "")
    }

    private var networkRows: [[String]] {
        let header = [
            "NETWORK", "ENDPOINTS", "READY", "SERVICES", "LISTED BY", "ASSIGNED BY", "REACHED FROM OTHER NETWORKS",
        ]
        let unplaced = overview.unplaced.flatMap { $0.endpoints > 0 ? $0 : nil }
        return [header]
            + (overview.networks + (unplaced.map { [$0] } ?? [])).map { network in
                [
                    network.id.isEmpty ? "(none)" : network.id.name, String(network.endpoints),
                    String(network.healthyEndpoints), String(network.services), listed(network), placed(network),
                    overview.phrase(network.fromOthers, of: network),
                ]
            }
    }

    private func listed(_ network: NetworkSummary) -> String {
        guard !network.clusters.isEmpty else { return "-" }
        return network.clusters.map { share in
            share.machineEndpoints == share.endpoints ? "\(share.cluster) (machines)" : share.cluster.name
        }.joined(separator: ", ")
    }

    private func placed(_ network: NetworkSummary) -> String {
        guard !network.origins.isEmpty else { return "-" }
        return network.origins.map { origin in
            let place = origin.example.map { " (\($0.location.fileAndLine))" } ?? ""
            return (network.origins.count > 1 ? "\(origin.endpoints) by " : "") + origin.rule.phrase + place
        }.joined(separator: ", ")
    }

    private var gatewayRows: [[String]] {
        [["GATEWAY TO", "ADDRESS", "HBONE", "CLUSTER", "ENDPOINTS", "FROM", "NOT FOR"]]
            + overview.gateways.map { gateway in
                let address = gateway.port == 0 ? gateway.address : gateway.entrance
                let name =
                    gateway.nameState == .unresolved
                    ? " (no address)"
                    : gateway.hostName.isEmpty ? "" : " (\(gateway.hostName), \(gateway.nameState.rawValue))"
                let object = gateway.provenance.object
                return [
                    gateway.network.name, address + name,
                    gateway.hbonePort == 0 ? "-" : String(gateway.hbonePort),
                    gateway.cluster.isEmpty ? "-" : gateway.cluster.name, String(gateway.endpointsBehind),
                    gateway.provenance.rule.phrase + (object.map { " (\($0.location.fileAndLine))" } ?? ""),
                    rejections(gateway),
                ]
            }
    }

    /// Returns the clients that cannot use a gateway, without families that no client of the mesh has.
    private func rejections(_ gateway: GatewaySummary) -> String {
        let told = gateway.rejections.filter { rejection in
            switch rejection {
            case .ipv4OnlyProxies: overview.clientFamilies.contains(.v4)
            case .ipv6OnlyProxies: overview.clientFamilies.contains(.v6)
            default: true
            }
        }
        return told.isEmpty ? "-" : told.map(\.phrase).joined(separator: ", ")
    }

    private var clusterRows: [[String]] {
        [["CLUSTER", "NETWORKS OF ITS ENDPOINTS", "LABEL OF ITS SYSTEM NAMESPACE"]]
            + overview.clusters.map { cluster in
                let shares = cluster.networks.map {
                    "\($0.network.isEmpty ? "(none)" : $0.network.name) \($0.endpoints)"
                }
                let label = cluster.systemNamespaceLabel.map { "\($0.network) (\($0.object.location.fileAndLine))" }
                return [
                    cluster.id.name + (cluster.isConfigCluster ? " (config)" : ""),
                    shares.isEmpty ? "-" : shares.joined(separator: ", "), label ?? "-",
                ]
            }
    }

    private var meshNetworks: [String] {
        let review = overview.meshNetworks
        var lines: [String] = []
        if !review.lines.isEmpty {
            let rows = review.lines.map { line in
                [
                    line.place, line.network.name, line.kind == .network ? "-" : "\(line.kind.rawValue) \(line.text)",
                    (line.effect.isAny ? "yes: " : "no: ") + line.explanation,
                ]
            }
            lines += section([["MESHNETWORKS", "NETWORK", "LINE", "HAS AN EFFECT"]] + rows)
            if review.untested > 0 {
                lines.append("\(Self.count(review.untested, "line")) beyond the limit were not left out one by one")
            }
        }
        lines += [""] + review.verdict.map { style(.title, shortened($0)) }
        let alternatives = review.lines.compactMap { line in
            line.alternative.map { shortened("  instead of \(line.place) (\(line.kind.rawValue)): \($0)") }
        }
        if !alternatives.isEmpty {
            let most = 20
            lines += ["Replacements for MeshNetworks:"] + alternatives.prefix(most)
            if alternatives.count > most { lines.append("  and \(alternatives.count - most) more") }
        }
        return lines
    }

    private static func count(_ number: Int, _ noun: String) -> String {
        number == 1 ? "1 \(noun)" : "\(number) \(noun)s"
    }
}

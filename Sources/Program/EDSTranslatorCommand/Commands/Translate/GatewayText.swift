internal import EndpointTranslation
internal import MeshExplanation
internal import MeshModel
internal import TextFormats

/// The human-readable text of an assignment's gateways: those that are sent, then those that are not, with reasons.
struct GatewayText {
    let style: Style

    func lines(_ explanation: AssignmentExplanation, endpoint: String?) -> [String] {
        var lines: [String] = []
        for host in explanation.hosts {
            let behind = host.behind.filter { endpoint == nil || $0.isKnown(as: endpoint ?? "") }
            guard !behind.isEmpty else { continue }
            lines += sent(host, Set(explanation.trace.groups.map(\.priority)).count > 1)
        }
        return lines + unused(explanation, endpoint) + rejected(explanation, endpoint)
    }

    private func sent(_ host: ExplainedHost, _ hasPriorities: Bool) -> [String] {
        let locality = host.group.locality.isEmpty ? "" : ", locality \(host.group.locality)"
        let priority = hasPriorities ? " of priority \(host.group.priority)" : ""
        let network = host.gateway?.network.name ?? host.behind.first?.endpoint.network.name ?? ""
        var lines = [
            "\(host.address) into \(network): weight \(host.host.weight), "
                + "\(PercentText.of(host.share))\(priority)\(locality)"
        ]
        if let gateway = host.gateway {
            lines.append(style(.faint, "  a gateway by \(gateway.provenance)"))
        } else {
            lines.append("  an endpoint of the service that is a gateway as well")
        }
        let clusters = Set(host.behind.map(\.endpoint.cluster.name)).sorted().joined(separator: ", ")
        lines.append("  represents \(CountText.of(host.behind.count, "endpoint")) of cluster \(clusters)")
        lines.append("  weight: \(host.sum.text)")
        return lines
    }

    /// Returns each usable gateway without endpoints behind it.
    private func unused(_ explanation: AssignmentExplanation, _ wanted: String?) -> [String] {
        var used: Set<Gateway> = []
        var usable: Set<Gateway> = []
        for endpoint in explanation.endpoints where wanted == nil || endpoint.isKnown(as: wanted ?? "") {
            switch endpoint.traced.outcome {
            case .gateways(let passages): used.formUnion(passages.map(\.gateway))
            case .leftOut(.otherPort): continue
            case .leftOut, .direct:
                usable.formUnion(endpoint.traced.considered.filter { $0.verdict == .usable }.map(\.gateway))
            }
        }
        return usable.subtracting(used).sorted().flatMap { gateway in
            [
                "\(AddressText.endpoint(gateway.address, gateway.port)) into \(gateway.network): "
                    + "usable, but none of the shown endpoints is behind it",
                style(.faint, "  a gateway by \(gateway.provenance)"),
            ]
        }
    }

    /// Returns each rejected gateway, once for each reason.
    private func rejected(_ explanation: AssignmentExplanation, _ wanted: String?) -> [String] {
        struct Rejection: Hashable {
            let gateway: Gateway
            let verdict: GatewayVerdict
        }
        var clusters: [Rejection: Set<String>] = [:]
        for endpoint in explanation.endpoints where wanted == nil || endpoint.isKnown(as: wanted ?? "") {
            if case .leftOut(.otherPort) = endpoint.traced.outcome { continue }
            for considered in endpoint.traced.considered where considered.verdict != .usable {
                let rejection = Rejection(gateway: considered.gateway, verdict: considered.verdict)
                clusters[rejection, default: []].insert(endpoint.endpoint.cluster.name)
            }
        }
        let sorted = clusters.sorted { left, right in
            left.key.gateway == right.key.gateway
                ? left.key.verdict.rawValue < right.key.verdict.rawValue : left.key.gateway < right.key.gateway
        }
        return sorted.flatMap { rejection, clusters -> [String] in
            let gateway = rejection.gateway
            let port = gateway.port == 0 ? gateway.hbonePort : gateway.port
            let hbone =
                rejection.verdict == .noPort && gateway.hbonePort != 0
                ? " (only one for HBONE, \(gateway.hbonePort))" : ""
            return [
                "\(AddressText.endpoint(gateway.address, port)) into \(gateway.network): "
                    + "not for endpoints of cluster \(clusters.sorted().joined(separator: ", "))",
                style(.bad, "  it \(rejection.verdict.title)\(hbone)"),
                style(.faint, "  a gateway by \(gateway.provenance)"),
            ]
        }
    }
}

internal import EndpointTranslation
internal import MeshExplanation
internal import MeshModel
internal import NetworkInference
internal import TextFormats

/// The human-readable text of an assignment's endpoints.
struct EndpointText {
    private let explanation: AssignmentExplanation
    private let style: Style
    private let hosts: [TracedEndpoint.HostPosition: ExplainedHost]

    init(_ explanation: AssignmentExplanation, _ style: Style) {
        self.style = style
        self.explanation = explanation
        hosts = Dictionary(explanation.hosts.map { ($0.position, $0) }) { first, _ in first }
    }

    /// Returns the text of one endpoint with its name.
    func block(_ endpoint: ExplainedEndpoint) -> [String] {
        let workload = endpoint.provenance?.workload ?? endpoint.endpoint.source
        return ["\(style(.title, endpoint.address))  \(style(.faint, "\(workload)"))"]
            + body(endpoint).map { "  \($0)" }
    }

    /// Returns the properties that equal endpoints have in common.
    func body(_ endpoint: ExplainedEndpoint) -> [String] {
        let one = endpoint.endpoint
        let locality = Locality(label: one.localityLabel)
        let node = one.nodeName.isEmpty ? "" : ", node \(one.nodeName)"
        let place =
            locality.isEmpty
            ? "no locality" : "locality \(locality) (by \(endpoint.provenance?.localityTitle ?? "its label"))"
        var lines = [outcome(endpoint)]
        lines.append("cluster \(one.cluster)\(nodeMatters ? node : ""), \(one.announcedHealth.title), \(place)")
        if let listings = endpoint.listingsSentence { lines.append(listings) }
        if one.addresses.count > 1 { lines.append("one endpoint with \(addresses(endpoint))") }
        lines += network(endpoint)
        lines.append("mTLS: \(endpoint.traced.tlsMode == nil ? "no" : "yes"), \(explanation.security(of: endpoint))")
        if let priority = explanation.prioritySentence(of: endpoint) { lines.append(priority) }
        return lines
    }

    /// Returns the number of addresses, and those that the proxy is sent if it is not sent all.
    private func addresses(_ endpoint: ExplainedEndpoint) -> String {
        let own = endpoint.endpoint.addresses
        let all = "\(own.count) addresses"
        guard case .direct(let position, _) = endpoint.traced.outcome, let host = hosts[position],
            host.host.addresses.count < own.count
        else { return all }
        return "\(all), of which the proxy reaches \(host.host.addresses.count)"
    }

    private var nodeMatters: Bool {
        explanation.service?.isNodeLocal ?? false || explanation.service?.trafficDistribution == .preferSameNode
    }

    private func outcome(_ endpoint: ExplainedEndpoint) -> String {
        switch endpoint.traced.outcome {
        case .direct(let position, let reason):
            guard let host = hosts[position] else { return "sent directly: \(reason.title)" }
            let tunnel = host.host.tunnel.map {
                $0.waypoint == nil ? " by an HBONE tunnel" : " by its waypoint's tunnel"
            }
            let sum = host.sum.text == "\(host.host.weight)" ? "" : " (\(host.sum.text))"
            return style(.good, "sent directly\(tunnel ?? "")")
                + ", as \(reason.title): weight \(host.host.weight)\(sum), "
                + PercentText.of(host.share)
        case .gateways(let passages):
            let addresses = passages.map { passage in
                hosts[passage.host]?.address ?? AddressText.endpoint(passage.gateway.address, passage.gateway.port)
            }
            let weight = max(1, endpoint.endpoint.weight)
            let shared = passages.count > 1 ? ", shared by \(passages.count) gateways" : ""
            return style(.good, "behind \(addresses.joined(separator: " and "))") + ": weight \(weight)\(shared)"
        case .leftOut:
            return style(.bad, "not sent: \(explanation.sentence(of: endpoint) ?? "")")
        }
    }

    /// Returns the network, with the result of each rule in order of precedence.
    private func network(_ endpoint: ExplainedEndpoint) -> [String] {
        let name = endpoint.endpoint.network
        let title = "network: \(name.isEmpty ? "none" : name.name)"
        guard let provenance = endpoint.provenance else {
            return ["\(title), by \(endpoint.endpoint.networkProvenance)"]
        }
        let rows = provenance.networks.map { evidence -> [String] in
            let rule = "\(evidence.status == .decides ? ">" : " ") \(evidence.rule.rawValue)"
            guard let network = evidence.network else { return [rule, "nothing"] }
            let isOwn = evidence.object == provenance.workload
            let place = isOwn ? "its own" : evidence.object.map(\.description) ?? ""
            let remark =
                switch evidence.status {
                case .decides, .silent: ""
                case .outranked: " (outranked)"
                case .doesNotCount: " (does not apply)"
                }
            return [rule, network.name, place + remark]
        }
        let lines = zip(TextTable(rows).lines, provenance.networks).map { line, evidence in
            evidence.status == .decides ? "  \(line)" : style(.faint, "  \(line)")
        }
        return [title] + lines
    }
}

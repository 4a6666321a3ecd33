internal import EndpointTranslation
internal import MeshExplanation
internal import MeshModel
internal import NetworkInference
internal import TextFormats

/// The human-readable text of explanations.
struct ExplanationText {
    /// The address of the only endpoints to show, or `nil` for all.
    let endpoint: String?
    /// A Boolean value that indicates whether each endpoint of big services is shown.
    let showsAll: Bool
    let style: Style
    /// The maximum number of endpoints to show one by one.
    private static let most = 50

    /// Returns the lines of one proxy, then of each of its names.
    func lines(_ proxy: Proxy, _ explanations: [AssignmentExplanation]) -> [String] {
        var lines = ProxyText.lines(proxy, style)
        for explanation in explanations { lines += [""] + self.lines(explanation) }
        return lines
    }

    private func lines(_ explanation: AssignmentExplanation) -> [String] {
        var lines = [style(.title, explanation.name)]
        if let misses = explanation.nearMisses {
            lines.append(style(.bad, "  Not found: \(misses.reason)."))
            if !misses.suggestions.isEmpty {
                lines += ["", "  Did you mean"]
                lines += misses.suggestions.map { "    \($0.name)\($0.remark.map { " (\($0))" } ?? "")" }
            }
            return lines
        }
        lines.append(style(.title, "  \(explanation.verdict.sentence)"))
        if let service = explanation.service {
            let port = explanation.trace.port.map { ", port \($0.number) '\($0.name)'" } ?? ""
            lines.append(style(.faint, "  \(service.source)\(port)"))
        }
        if let waypoint = explanation.trace.assignment.waypoint {
            lines.append("  All requests go through waypoint \(waypoint.hostname), whose endpoints these are.")
        }
        if let rule = explanation.trace.destinationRule { lines.append("  \(rule) applies.") }
        if !explanation.trace.appliesNetworks {
            lines.append("  No network has a gateway: networks have no effect.")
        }
        lines.append("  Localities: \(explanation.localitySentence).")
        if let sentence = explanation.clusterSentence { lines.append("  Cluster: \(sentence).") }
        lines += section("Gateways", GatewayText(style: style).lines(explanation, endpoint: endpoint))
        lines += section("Endpoints", endpoints(explanation))
        return lines
    }

    private func section(_ title: String, _ lines: [String]) -> [String] {
        lines.isEmpty ? [] : ["", style(.title, "  \(title)")] + lines.map { $0.isEmpty ? "" : "    \($0)" }
    }

    private func endpoints(_ explanation: AssignmentExplanation) -> [String] {
        let wanted = explanation.endpoints.filter { endpoint in
            if let text = self.endpoint { return endpoint.isKnown(as: text) }
            if case .leftOut(.otherPort) = endpoint.traced.outcome { return showsAll }
            return true
        }
        let text = EndpointText(explanation, style)
        if showsAll || wanted.count <= Self.most { return wanted.flatMap { text.block($0) } }
        var order: [[String]] = []
        var groups: [[String]: [ExplainedEndpoint]] = [:]
        for endpoint in wanted {
            let body = text.body(endpoint)
            if groups[body] == nil { order.append(body) }
            groups[body, default: []].append(endpoint)
        }
        return order.flatMap { body in
            let members = groups[body] ?? []
            let examples = members.prefix(3).map(\.address).joined(separator: ", ")
            let rest = members.count > 3 ? ", ..." : ""
            return ["\(CountText.of(members.count, "equal endpoint")): \(examples)\(rest)"]
                + body.map { "  \($0)" }
        }
    }
}

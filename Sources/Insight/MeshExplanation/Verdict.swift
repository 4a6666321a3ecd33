public import EndpointTranslation
internal import MeshModel
internal import TextFormats

/// The numbers of a service's endpoints that are sent, by way.
public struct Verdict: Hashable, Sendable {
    /// The number of endpoints of the service port.
    public let endpoints: Int
    /// The number of endpoints that are sent with their own addresses.
    public let direct: Int
    /// The number of endpoints behind gateways.
    public let behindGateways: Int
    /// The number of distinct gateways that represent them.
    public let gateways: Int
    /// The number of endpoints that are left out, by reason, in the order of the rules.
    public let leftOut: [NetworkDecision.Reason: Int]
    /// The number of endpoints of other ports of the service.
    public let ofOtherPorts: Int

    init(_ explanation: AssignmentExplanation) {
        var direct = 0
        var behind = 0
        var gateways: Set<TracedEndpoint.HostPosition> = []
        var leftOut: [NetworkDecision.Reason: Int] = [:]
        for endpoint in explanation.endpoints {
            switch endpoint.traced.outcome {
            case .direct: direct += 1
            case .gateways(let passages):
                behind += 1
                gateways.formUnion(passages.map(\.host))
            case .leftOut(let reason): leftOut[reason, default: 0] += 1
            }
        }
        ofOtherPorts = leftOut.removeValue(forKey: .otherPort) ?? 0
        endpoints = explanation.endpoints.count - ofOtherPorts
        self.direct = direct
        behindGateways = behind
        self.gateways =
            Set(
                gateways.compactMap { position -> String? in
                    let host = explanation.trace.groups[position.group].hosts[position.host]
                    if case .gateway(let gateway) = host.target {
                        return "\(gateway.address) \(gateway.port) \(gateway.hbonePort)"
                    }
                    return "\(position)"
                }
            ).count
        self.leftOut = leftOut
    }

    /// The reasons in the order of the rules, with their counts.
    public var reasons: [(reason: NetworkDecision.Reason, count: Int)] {
        NetworkDecision.Reason.allCases.compactMap { reason in leftOut[reason].map { (reason, $0) } }
    }

    /// The sentence.
    ///
    /// As in `5 of 7 endpoints are sent: 2 directly, 3 behind 1 gateway; 2 are left out (not mutual TLS).`
    public var sentence: String {
        let others = ofOtherPorts == 0 ? "" : " \(CountText.of(ofOtherPorts, "more endpoint")) of other ports."
        guard endpoints > 0 else { return "The service has no endpoints on this port." + others }
        let sent = direct + behindGateways
        var text: String
        if sent == endpoints {
            text = endpoints == 1 ? "The only endpoint is sent" : "All \(endpoints) endpoints are sent"
        } else if sent == 0 {
            text = endpoints == 1 ? "The only endpoint is not sent" : "None of the \(endpoints) endpoints is sent"
        } else {
            text = "\(sent) of \(endpoints) endpoints \(sent == 1 ? "is" : "are") sent"
        }
        let through = "behind \(CountText.of(gateways, "gateway"))"
        if direct > 0, behindGateways > 0 {
            text += ": \(direct) directly, \(behindGateways) \(through)"
        } else if sent > 0 {
            text += direct > 0 ? ", directly" : ", \(through)"
        }
        let missing = endpoints - sent
        if missing > 0 {
            let names = reasons.map { reason, count in
                reasons.count == 1 ? reason.title : "\(count) \(reason.title)"
            }.joined(separator: ", ")
            text += sent == 0 ? " (\(names))" : "; \(missing) \(missing == 1 ? "is" : "are") left out (\(names))"
        }
        return text + "." + others
    }
}

extension AssignmentExplanation {
    /// The numbers of the service's endpoints that are sent, by way.
    public var verdict: Verdict { Verdict(self) }
}

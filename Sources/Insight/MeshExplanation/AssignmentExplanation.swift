public import EndpointTranslation
public import MeshModel
public import NetworkInference
internal import TextFormats

/// One endpoint of a service, with its outcome and its provenance.
public struct ExplainedEndpoint: Sendable {
    /// The endpoint.
    public let endpoint: Endpoint
    /// The outcome.
    public let traced: TracedEndpoint
    /// The provenance, or `nil` for endpoints whose objects are not available.
    public let provenance: EndpointProvenance?

    /// The human-readable address.
    public var address: String { AddressText.endpoint(endpoint.address, endpoint.port) }
}

/// The assignment of one proxy under one cluster name, with explanations.
public struct AssignmentExplanation: Sendable {
    /// The cluster name.
    public let name: String
    /// The proxy.
    public let proxy: Proxy
    /// The rule set.
    public let semantics: TranslationSemantics
    /// The service, or `nil` if the name has none.
    public let service: Service?
    /// The assignment with the trace of its translation.
    public let trace: TranslationTrace
    /// Every endpoint of the service, or of the waypoint that replaces it; each once.
    public let endpoints: [ExplainedEndpoint]
    /// The reason and suggestions for a name without a service, otherwise `nil`.
    public let nearMisses: NearMisses?

    /// The hosts of the assignment in order, each with the computation of its weight.
    public var hosts: [ExplainedHost] {
        var behind: [TracedEndpoint.HostPosition: [(endpoint: ExplainedEndpoint, passage: TracedEndpoint.Passage)]] =
            [:]
        var direct: [TracedEndpoint.HostPosition: ExplainedEndpoint] = [:]
        for endpoint in endpoints {
            switch endpoint.traced.outcome {
            case .direct(let position, _):
                direct[position] = endpoint
            case .gateways(let passages):
                for passage in passages { behind[passage.host, default: []].append((endpoint, passage)) }
            case .leftOut:
                continue
            }
        }
        var totals: [UInt32: UInt64] = [:]
        for group in trace.groups {
            totals[group.priority, default: 0] += group.hosts.reduce(UInt64(0)) { $0 + UInt64($1.weight) }
        }
        return trace.groups.enumerated().flatMap { number, group in
            group.hosts.enumerated().map { index, host in
                let position = TracedEndpoint.HostPosition(group: number, host: index)
                let total = totals[group.priority] ?? 0
                return ExplainedHost(
                    position: position,
                    host: host,
                    group: group,
                    share: total == 0 ? 0 : Double(host.weight) / Double(total),
                    endpoint: direct[position],
                    behind: behind[position]?.map(\.endpoint) ?? [],
                    sum: WeightSum(
                        own: trace.weights[number][index].own,
                        behind: behind[position]?.map { (max(1, $0.endpoint.endpoint.weight), $0.passage) } ?? [],
                        scale: trace.scale,
                        weight: host.weight
                    )
                )
            }
        }
    }
}

/// One host of an assignment.
public struct ExplainedHost: Sendable {
    /// The position in the assignment.
    public let position: TracedEndpoint.HostPosition
    /// The host.
    public let host: Assignment.Host
    /// Its group.
    public let group: Assignment.Group
    /// The share of the weight of its priority, from 0 to 1.
    public let share: Double
    /// The endpoint of the host, or `nil` for gateways that are not endpoints.
    public let endpoint: ExplainedEndpoint?
    /// The endpoints that it represents.
    public let behind: [ExplainedEndpoint]
    /// The computation of its weight.
    public let sum: WeightSum

    /// The gateway, or `nil` for endpoints.
    public var gateway: Gateway? {
        if case .gateway(let gateway) = host.target { return gateway }
        return nil
    }

    /// The address that the proxy connects to.
    public var address: String {
        if let id = host.tunnel?.endpointID { return id }
        if let gateway { return AddressText.endpoint(gateway.address, gateway.port) }
        guard let endpoint else { return "" }
        return AddressText.endpoint(host.addresses.first ?? endpoint.endpoint.address, endpoint.endpoint.port)
    }
}

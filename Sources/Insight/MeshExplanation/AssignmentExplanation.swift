public import EndpointTranslation
public import MeshModel
public import NetworkInference
internal import TextFormats

/// One endpoint of a service, what became of it, and what the objects of the mesh say about it.
public struct ExplainedEndpoint: Sendable {
    /// The endpoint.
    public let endpoint: Endpoint
    /// What became of it.
    public let traced: TracedEndpoint
    /// What the objects say; nil only for endpoints whose objects are not at hand.
    public let testimony: EndpointTestimony?

    /// The address by which people know it.
    public var address: String { AddressText.endpoint(endpoint.address, endpoint.port) }
}

/// What one proxy sees under one cluster name, and why.
public struct AssignmentExplanation: Sendable {
    /// The cluster name.
    public let name: String
    /// The proxy.
    public let proxy: Proxy
    /// The rule set.
    public let semantics: TranslationSemantics
    /// The service; nil unless the name stands for one.
    public let service: Service?
    /// The assignment and what led to it.
    public let trace: TranslationTrace
    /// Every endpoint of the service, or of the waypoint in its place; each once.
    public let endpoints: [ExplainedEndpoint]
    /// What may have been meant; nil for names that stand for something.
    public let nearMisses: NearMisses?

    /// The hosts of the assignment in order, each with what its weight is made of.
    public var hosts: [ExplainedHost] {
        var behind: [TracedEndpoint.HostPosition: [(endpoint: ExplainedEndpoint, passage: TracedEndpoint.Passage)]] =
            [:]
        var direct: [TracedEndpoint.HostPosition: ExplainedEndpoint] = [:]
        for endpoint in endpoints {
            switch endpoint.traced.fate {
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
    /// Where it stands.
    public let position: TracedEndpoint.HostPosition
    /// The host.
    public let host: Assignment.Host
    /// Its group.
    public let group: Assignment.Group
    /// Its part of the weight of its priority, from 0 to 1.
    public let share: Double
    /// The endpoint that it is; nil for gateways that are no endpoints.
    public let endpoint: ExplainedEndpoint?
    /// The endpoints that it stands for.
    public let behind: [ExplainedEndpoint]
    /// What its weight is made of.
    public let sum: WeightSum

    /// The gateway; nil for endpoints.
    public var gateway: Gateway? {
        if case .gateway(let gateway) = host.target { return gateway }
        return nil
    }

    /// The address that the proxy connects to.
    public var address: String {
        if let id = host.tunnel?.endpointID { return id }
        if let gateway { return AddressText.endpoint(gateway.address, gateway.port) }
        return endpoint?.address ?? ""
    }
}

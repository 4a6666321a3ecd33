internal import EndpointTranslation
public import MeshModel
internal import NetworkInference
public import TextFormats

extension AssignmentExplanation {
    /// Returns the explanation as a JSON object; keys are stable.
    ///
    /// - Parameter isWanted: returns a Boolean value that indicates whether an endpoint is included.
    public func json(_ isWanted: (ExplainedEndpoint) -> Bool = { _ in true }) -> JSONValue {
        var fields = JSONFields()
        fields.add("name", text: name)
        fields.add("presence", text: trace.assignment.presence.rawValue)
        fields.add("service", object: service?.source)
        if let nearMisses {
            fields.add("reason", text: nearMisses.reason)
            fields.add(
                "suggestions",
                .array(
                    nearMisses.suggestions.map { suggestion in
                        var fields = JSONFields()
                        fields.add("name", text: suggestion.name)
                        fields.add("remark", text: suggestion.remark)
                        return fields.value
                    }
                )
            )
            return fields.value
        }
        fields.add("verdict", text: verdict.sentence)
        fields.add("counts", counts)
        if let port = trace.port {
            fields.add("port", number: port.number)
            fields.add("portName", text: port.name)
        }
        fields.add("waypoint", text: trace.assignment.waypoint?.hostname)
        fields.add("destinationRule", object: trace.destinationRule)
        fields.add("localities", text: localitySentence)
        if let clusterJSON { fields.add("cluster", clusterJSON) }
        fields.add("appliesNetworks", .bool(trace.appliesNetworks))
        var scale = JSONFields()
        scale.add("factor", number: trace.scale.factor)
        scale.add("rounding", text: trace.scale.rounding.rawValue)
        fields.add("scale", scale.value)
        fields.add("hosts", .array(hosts.map(\.json)))
        fields.add("endpoints", .array(endpoints.filter(isWanted).map { json(of: $0) }))
        return fields.value
    }

    private var counts: JSONValue {
        let verdict = verdict
        var fields = JSONFields()
        fields.add("endpoints", number: verdict.endpoints)
        fields.add("direct", number: verdict.direct)
        fields.add("behindGateways", number: verdict.behindGateways)
        fields.add("gateways", number: verdict.gateways)
        var reasons = JSONFields()
        for (reason, count) in verdict.reasons { reasons.add(reason.rawValue, number: count) }
        fields.add("leftOut", reasons.value)
        fields.add("ofOtherPorts", number: verdict.ofOtherPorts)
        return fields.value
    }

    /// Returns one endpoint as a JSON object.
    private func json(of explained: ExplainedEndpoint) -> JSONValue {
        let endpoint = explained.endpoint
        var fields = JSONFields()
        fields.add("address", text: endpoint.address)
        fields.add("port", number: endpoint.port)
        fields.add("portName", text: endpoint.portName)
        fields.add("workload", object: explained.provenance?.workload)
        fields.add("source", object: endpoint.source)
        if endpoint.addresses.count > 1 {
            fields.add("addresses", .array(endpoint.addresses.map { .string($0) }))
        }
        if let others = explained.provenance?.otherListings, !others.isEmpty {
            fields.add("otherListings", .array(others.map(Self.json)))
        }
        fields.add("cluster", text: endpoint.cluster.name)
        fields.add("health", text: endpoint.announcedHealth.title)
        fields.add("weight", number: max(1, endpoint.weight))
        fields.add("locality", locality: Locality(label: endpoint.localityLabel))
        fields.add("localityFrom", text: explained.provenance?.localityTitle)
        fields.add("network", Self.network(of: explained))
        switch explained.traced.outcome {
        case .direct(let position, let reason):
            fields.add("outcome", text: "direct")
            fields.add("directBecause", text: reason.rawValue)
            fields.add("host", number: flatIndex(position))
        case .gateways(let passages):
            fields.add("outcome", text: "gateways")
            fields.add(
                "through",
                .array(
                    passages.map { passage in
                        var fields = JSONFields()
                        fields.add("gateway", text: AddressText.endpoint(passage.gateway.address, passage.gateway.port))
                        fields.add("host", number: flatIndex(passage.host))
                        fields.add("sharedBy", number: passage.divisor)
                        return fields.value
                    }
                )
            )
        case .leftOut(let reason):
            fields.add("outcome", text: "leftOut")
            fields.add("reason", text: reason.rawValue)
            fields.add("why", text: sentence(of: explained))
        }
        fields.add("mutualTLS", .bool(explained.traced.tlsMode != nil))
        fields.add("mutualTLSBecause", text: security(of: explained))
        fields.add("priority", number: explained.traced.ownPriority)
        fields.add("priorityBecause", text: prioritySentence(of: explained))
        if !explained.traced.considered.isEmpty {
            fields.add("gatewaysConsidered", .array(explained.traced.considered.map(\.json)))
        }
        return fields.value
    }

    private static func json(of listing: SliceListing) -> JSONValue {
        var fields = JSONFields()
        fields.add("slice", object: listing.slice)
        fields.add("health", text: listing.health.title)
        return fields.value
    }

    private static func network(of explained: ExplainedEndpoint) -> JSONValue {
        var fields = JSONFields()
        fields.add("name", text: explained.endpoint.network.name)
        fields.add("rule", text: explained.endpoint.networkProvenance.rule.rawValue)
        fields.add("object", object: explained.endpoint.networkProvenance.object)
        let statements = explained.provenance?.networks ?? []
        fields.add(
            "rules",
            .array(
                statements.map { evidence in
                    var fields = JSONFields()
                    fields.add("rule", text: evidence.rule.rawValue)
                    fields.add("standing", text: evidence.status.rawValue)
                    fields.add("network", text: evidence.network?.name)
                    fields.add("object", object: evidence.object)
                    return fields.value
                }
            )
        )
        return fields.value
    }

    /// Returns the number of a host among those of all groups.
    private func flatIndex(_ position: TracedEndpoint.HostPosition) -> Int {
        trace.groups.prefix(position.group).reduce(0) { $0 + $1.hosts.count } + position.host
    }
}

extension ExplainedHost {
    /// The host as a JSON object.
    fileprivate var json: JSONValue {
        var fields = JSONFields()
        fields.add("address", text: address)
        fields.add("kind", text: gateway == nil ? "endpoint" : "gateway")
        fields.add("network", text: gateway?.network.name ?? endpoint?.endpoint.network.name)
        fields.add("cluster", text: gateway?.cluster.name)
        fields.add("rule", text: gateway?.provenance.rule.rawValue)
        fields.add("object", object: gateway?.provenance.object)
        fields.add("tunnel", text: host.tunnel?.listener.rawValue)
        fields.add("locality", locality: group.locality)
        fields.add("priority", number: group.priority)
        fields.add("weight", number: host.weight)
        fields.add("share", share: share)
        fields.add("sum", text: sum.text)
        fields.add("standsFor", number: behind.isEmpty ? nil : behind.count)
        return fields.value
    }
}

extension ConsideredGateway {
    fileprivate var json: JSONValue {
        var fields = JSONFields()
        fields.add("address", text: gateway.address)
        fields.add("port", number: gateway.port)
        fields.add("hbonePort", number: gateway.hbonePort == 0 ? nil : gateway.hbonePort)
        fields.add("cluster", text: gateway.cluster.name)
        fields.add("verdict", text: verdict.rawValue)
        fields.add("rule", text: gateway.provenance.rule.rawValue)
        fields.add("object", object: gateway.provenance.object)
        return fields.value
    }
}

extension EndpointHealth {
    /// The human-readable name.
    public var title: String {
        switch self {
        case .unknown: "health unknown"
        case .healthy: "ready"
        case .unhealthy: "not ready"
        case .draining: "draining"
        case .terminating: "terminating"
        }
    }
}

public import EndpointTranslation
internal import MeshModel
public import NetworkInference

extension AssignmentExplanation {
    /// Returns the reason for which an endpoint is left out, in one sentence, or `nil` for endpoints that are sent.
    public func sentence(of endpoint: ExplainedEndpoint) -> String? {
        guard case .leftOut(let reason) = endpoint.traced.outcome else { return nil }
        let one = endpoint.endpoint
        let host = service?.hostname ?? "the service"
        switch reason {
        case .otherPort:
            if let port = trace.port, port.name == one.portName {
                return "it serves port \(one.servicePort) of the service, not \(port.number), which has the same name"
            }
            return "it serves port '\(one.portName)' of the service, not '\(trace.port?.name ?? "")'"
        case .notAnIPAddress:
            return "'\(one.address)' is not an IP address, and Envoy rejects anything else from EDS"
        case .otherSubset:
            return "\(missingLabels(of: one)) (\(Self.place(trace.destinationRule)))"
        case .otherNode:
            let node = one.nodeName.isEmpty ? "no known node" : "node \(one.nodeName)"
            let own = proxy.nodeName.isEmpty ? "no known node" : "node \(proxy.nodeName)"
            return "\(host) is limited to the proxy's node (internalTrafficPolicy: Local); it is on \(node) "
                + "in cluster \(one.cluster), the proxy on \(own) in cluster \(proxy.cluster)"
        case .notInView:
            let view = proxy.networkView.map(\.name).sorted().joined(separator: ", ")
            return "the proxy requests the networks \(view), and it is in \(one.network)"
        case .otherCluster:
            return "\(host) is cluster-local: it is in cluster \(one.cluster), the proxy in cluster \(proxy.cluster)"
        case .notExported:
            return
                "cluster \(one.cluster) does not export \(host) (no ServiceExport), and the proxy is in cluster \(proxy.cluster)"
        case .notGlobal:
            return "\(host) is not global, and the proxy is in cluster \(proxy.cluster)"
        case .unhealthy:
            return "it is not ready (\(one.source)), and unready endpoints are sent only with a traffic distribution"
        case .terminating:
            return "it is terminating and not ready (\(one.source))"
        case .draining:
            return "it is draining, and \(host) has no persistent sessions (label istio.io/persistent-session)"
        case .noAddress:
            return one.port == 0 && !one.address.isEmpty
                ? "it is a Unix socket, which is not sent if networks have an effect"
                : "it has no address, and no gateway represents it (\(one.source))"
        case .duplicate:
            let other = endpoint.traced.duplicateOf.flatMap { at in
                endpoints.first { $0.traced.position == at }?.endpoint.source.description
            }
            return "another endpoint has the same address and port (\(other ?? "another object"))"
        case .noGateway:
            return "network \(one.network) has no gateway, and direct access is disabled"
        case .unresolvedGateway:
            let names = endpoint.traced.considered.filter { $0.verdict == .unresolved }
                .map { "\($0.gateway.address) (\(Self.place($0.gateway.provenance.object)))" }.joined(separator: ", ")
            return "the gateways of network \(one.network) have no address: \(names)"
        case .gatewayOfOtherFamily:
            return "no gateway of network \(one.network) has an \(Self.family(proxy.addressMode)) address, "
                + "and the proxy cannot reach others"
        case .notMutualTLS:
            return "gateways only pass mutual TLS, and \(security(of: endpoint))"
        case .ingressStaysInNetwork:
            return "ingress gateways do not enter other networks in ambient mode without --ambient-ingress"
        case .remoteUnhealthy:
            return "it is \(one.isDraining ? "draining" : "not ready") (\(one.source)): "
                + "a gateway would hide that, so it does not count towards its weight"
        case .sniNeedsMutualTLS:
            return "the name is routed by SNI, which needs mutual TLS, and \(security(of: endpoint))"
        case .sniNotThroughTunnel:
            return "the name is routed by SNI, and the gateway is entered by a tunnel"
        case .outsideDistribution:
            let locality = Locality(label: one.localityLabel)
            return "no pattern of the distribute rule for the proxy's locality matches "
                + (locality.isEmpty ? "endpoints without locality" : "locality \(locality)")
        case .noWaypoint:
            return "requests for \(host) go through waypoint \(trace.assignment.waypoint?.hostname ?? ""), "
                + "which has no port 15008 or does not exist"
        case .otherFamily:
            return "the proxy reaches \(Self.family(proxy.addressMode)) only, and \(one.address) is of the other family"
        }
    }

    /// Returns the reason for which the mesh's mTLS is used for an endpoint or not.
    public func security(of endpoint: ExplainedEndpoint) -> String {
        let mode = endpoint.endpoint.tlsMode
        let lacks = "the workload does not accept it (label security.istio.io/tlsMode is '\(mode)')"
        switch endpoint.traced.tlsReason {
        case .destinationRule(let rule):
            let place = Self.place(trace.destinationRule)
            guard rule == .istioMutual else { return "the TLS mode of \(place) is \(rule.rawValue)" }
            return endpoint.traced.tlsMode == nil ? "\(lacks), regardless of \(place)" : "\(place) requires it"
        case .noSidecar:
            return lacks
        case .sidecar:
            return endpoint.traced.tlsMode == nil ? lacks : "the workload accepts it"
        case .peerAuthentication(let policy):
            return "\(Self.place(policy)) disables it on port \(endpoint.endpoint.port)"
        }
    }

    private func missingLabels(of endpoint: Endpoint) -> String {
        let subset = trace.assignment.name.split(separator: "|", omittingEmptySubsequences: false)
        let name = subset.count == 4 ? String(subset[2]) : ClusterName(trace.assignment.name).subset
        let missing = (trace.subsetLabels ?? [:]).pairs.filter { endpoint.labels[$0.key] != $0.value }.map { pair in
            let own = endpoint.labels[pair.key].map { "\(pair.key)=\($0)" } ?? "no label \(pair.key)"
            return "\(pair.key)=\(pair.value), and it has \(own)"
        }
        return "subset \(name) requires \(missing.joined(separator: "; "))"
    }

    private static func family(_ mode: Proxy.AddressMode) -> String { mode == .v6 ? "IPv6" : "IPv4" }

    static func place(_ object: ObjectReference?) -> String { object?.description ?? "unknown" }
}

extension AssignmentExplanation {
    /// The sentence about the assignment of priorities, or the distribution of weight over localities.
    public var localitySentence: String {
        let origin =
            switch trace.localityOrigin {
            case .destinationRule: "the localityLbSetting of \(Self.place(trace.destinationRule))"
            case .trafficDistribution(let distribution):
                distribution == .preferSameNode
                    ? "the Service's traffic distribution PreferSameNode"
                    : "the Service's traffic distribution PreferSameZone"
            case .mesh: "the mesh's localityLbSetting"
            case .nothing: "no locality setting"
            }
        switch trace.localityEffect {
        case .none:
            switch trace.localityOrigin {
            case .nothing: return "one priority: there is \(origin)"
            case .trafficDistribution: return "one priority: \(origin)"
            case .destinationRule, .mesh:
                let reason =
                    trace.detectsOutliers ? "it is disabled" : "failover requires outlierDetection"
                return "one priority: \(origin) applies, but \(reason)"
            }
        case .distribute:
            return "weights distributed over localities, from \(origin)"
        case .failover(let labels, let regions, let byRegion):
            var ways: [String] = []
            if !labels.isEmpty { ways.append("by the labels \(labels.map(\.key).joined(separator: ", "))") }
            if byRegion {
                let rules = regions.map { "\($0.from) to \($0.to)" }.joined(separator: ", ")
                ways.append(rules.isEmpty ? "by region and zone" : "by region and zone (\(rules))")
            }
            return "priorities \(ways.joined(separator: ", then ")), from \(origin)"
        }
    }

    /// Returns the reason for the priority of an endpoint, or `nil` if there is only one priority.
    public func prioritySentence(of endpoint: ExplainedEndpoint) -> String? {
        guard case .failover(let labels, _, _) = trace.localityEffect, let priority = endpoint.traced.ownPriority
        else { return nil }
        var reasons: [String] = []
        if !labels.isEmpty {
            let differing = labels.filter { (endpoint.endpoint.labels[$0.key] ?? "") != $0.value }
            reasons += differing.map { label in
                let own = endpoint.endpoint.labels[label.key] ?? "nothing"
                return "\(label.key) is \(own), wanted \(label.value.isEmpty ? "nothing" : label.value)"
            }
            if differing.isEmpty { reasons.append("all labels match") }
        }
        if let distance = endpoint.traced.distance { reasons.append(distance.title) }
        var text = "priority \(priority): \(reasons.joined(separator: "; "))"
        let others = standing(of: endpoint).filter { $0 != priority }
        if !others.isEmpty {
            text += "; its gateway is in priority \(others.map(String.init).joined(separator: ", "))"
        }
        return text
    }

    /// Returns the priorities of the hosts through which an endpoint is reached.
    private func standing(of endpoint: ExplainedEndpoint) -> [UInt32] {
        switch endpoint.traced.outcome {
        case .direct(let position, _): [trace.groups[position.group].priority]
        case .gateways(let passages): Set(passages.map { trace.groups[$0.host.group].priority }).sorted()
        case .leftOut: []
        }
    }
}

extension LocalityDistance {
    /// The short human-readable reason.
    public var title: String {
        switch self {
        case .sameSubzone: "region, zone and subzone are the proxy's"
        case .sameZone: "region and zone are the proxy's"
        case .sameRegion: "the region is the proxy's"
        case .failoverRegion: "another region"
        case .elsewhere: "another region than the one to fail over to"
        }
    }
}

extension ExplainedEndpoint {
    /// The sentence about the EndpointSlices that list the endpoint, the one that decides first; `nil` if there is only
    /// one.
    public var listingsSentence: String? {
        guard let others = provenance?.otherListings, !others.isEmpty else { return nil }
        let slices = others.map { "\($0.slice) (\($0.health.title))" }
        return "listed by \(endpoint.source) (\(endpoint.health.title)), also by \(slices.joined(separator: ", "))"
    }
}

extension EndpointProvenance {
    /// The source of the endpoint's locality.
    public var localityTitle: String {
        switch locality {
        case .label(let key): "its label \(key)"
        case .node(let node): node.description
        case .field: "its field locality"
        case .zone: "the field zone of its EndpointSlice"
        case .nothing: "nothing"
        }
    }
}

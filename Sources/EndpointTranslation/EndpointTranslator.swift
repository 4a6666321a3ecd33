public import MeshModel

/// Answers which endpoints a proxy sees under a cluster name, and at which weights.
///
/// A pure function of the snapshot and of what it reads of the proxy.
public struct EndpointTranslator: Sendable {
    private let mesh: MeshSnapshot
    private let horizon: SplitHorizon
    private let kinds = OnceTable<KindsKey, EndpointKinds>()
    private var semantics: TranslationSemantics { mesh.semantics }

    private struct KindsKey: Hashable {
        let service: MeshSnapshot.ServiceKey
        let distinguishesNodes: Bool
    }

    /// Makes a translator over a mesh.
    public init(_ mesh: MeshSnapshot) {
        self.mesh = mesh
        horizon = SplitHorizon(gateways: mesh.gateways, semantics: mesh.semantics, features: mesh.features)
    }

    /// Translates one cluster name for one proxy.
    ///
    /// - Parameters:
    ///   - name: the cluster name, in any form that ``ClusterName`` reads.
    ///   - view: the proxy; remembers what was read of it.
    /// - Returns: the assignment; without groups for a name that stands for nothing.
    public func translate(_ name: String, for view: inout RecordingProxyView) -> Assignment {
        var assignment = Assignment(name: name, presence: .known, service: nil, groups: [])
        let cluster = ClusterName(name)
        guard !cluster.hostname.isEmpty else {
            assignment.presence = .notAClusterName
            return assignment
        }
        let namespace = mesh.services.isSameForAll(cluster.hostname) ? "" : view.namespace()
        guard let service = mesh.services.service(named: cluster.hostname, visibleTo: namespace) else {
            assignment.presence = .unknownHost
            return assignment
        }
        assignment.service = service.key
        guard let port = service.port(number: cluster.port) else {
            assignment.presence = .unknownPort
            return assignment
        }
        guard service.resolution != .dns, service.resolution != .alias else {
            assignment.presence = .notByEDS
            return assignment
        }
        let redirection = WaypointRedirection(service, port: port.number, mesh: mesh, &view)
        assignment.waypoint = redirection?.waypoint
        let policy = policy(for: cluster, service, &view)
        let selection = EndpointSelection(
            service: service,
            portName: port.name,
            subsetLabels: policy.subsetLabels,
            isClusterLocal: mesh.clusterLocalHosts.contains(service.hostname),
            isScopedToCluster: mesh.ambientServices[service.key]?.isGlobal == false
        )
        guard let source = source(of: service, selection, redirection, &view) else { return assignment }
        let tunnelling = Tunnelling(mesh.features, cluster: cluster, redirection: redirection, &view)
        let rules = KindRules(
            selection: source.selection,
            check: MutualTLSCheck(policy: policy, peerAuthentications: mesh.peerAuthentications),
            tunnelling: tunnelling,
            horizon: horizon,
            isSNIRouted: cluster.isSNIRouted
        )
        var sets = GatewaySets()
        var groups = draft(source, rules, &sets, &view)
        // Locality load balancing is not for waypoints.
        let localities: LocalityPolicy =
            redirection == nil ? LocalityPolicy(policy: policy, service: service, mesh: mesh.meshLocality) : .none
        finish(&groups, sets, localities, source.shards, tunnelling, &view)
        assignment.groups = groups.map { group in
            Assignment.Group(
                label: group.label,
                locality: group.locality,
                priority: group.priority,
                weight: group.weight,
                hosts: group.hosts.map { Assignment.Host(target: $0.target, weight: $0.weight, tunnel: $0.tunnel) }
            )
        }
        return assignment
    }

    private func policy(
        for cluster: ClusterName,
        _ service: Service,
        _ view: inout RecordingProxyView
    ) -> EffectivePolicy {
        let subset = mesh.features.ambient ? cluster.subsetBehindProtocol : cluster.subset
        guard mesh.destinationRules.mayCover(service.hostname) else {
            return EffectivePolicy(rule: nil, port: cluster.port, subset: subset, semantics: semantics)
        }
        let namespace = view.namespace()
        var probe = view
        let rule = mesh.destinationRules.rule(
            hostname: service.hostname,
            serviceNamespace: service.namespace,
            proxyNamespace: namespace,
            proxyLabels: { probe.labels() }
        )
        view = probe
        return EffectivePolicy(rule: rule, port: cluster.port, subset: subset, semantics: semantics)
    }

    /// The service's endpoints, or those of its waypoint, seen as the service's; nil without a way.
    private func source(
        of service: Service,
        _ selection: EndpointSelection,
        _ redirection: WaypointRedirection?,
        _ view: inout RecordingProxyView
    ) -> EndpointSource? {
        guard let redirection else { return EndpointSource(service, selection, mesh: mesh, &view) }
        guard let waypoint = redirection.waypointService, let portName = redirection.portName else { return nil }
        return EndpointSource(waypoint, selection.redirected(toPort: portName), mesh: mesh, &view)
    }

    private func kinds(of source: EndpointSource) -> EndpointKinds {
        let selection = source.selection
        let asksForNode = selection.service.isNodeLocal || selection.subsetLabels?[LabelKey.hostname] != nil
        return kinds.value(for: KindsKey(service: source.service, distinguishesNodes: asksForNode)) {
            EndpointKinds(source.shards, distinguishesNodes: asksForNode)
        }
    }

    /// Selects endpoints, decides how each is reached, and groups them by locality (sections 3, 4 and 6).
    private func draft(
        _ source: EndpointSource,
        _ rules: KindRules,
        _ sets: inout GatewaySets,
        _ view: inout RecordingProxyView
    ) -> [DraftGroup] {
        let shards = source.shards
        let kinds = kinds(of: source)
        var decisions = [KindDecision?](repeating: nil, count: kinds.examples.count)
        var groups = LocalityGrouping(semantics.localityGroups, labels: kinds.labels)
        var seen = SeenHosts(kinds, isUsed: semantics.duplicateEndpoints == .once)
        for shardIndex in source.read {
            let items = kinds.items[shardIndex]
            for index in items.indices {
                let item = items[index]
                let decision: KindDecision
                if let known = decisions[Int(item.kind)] {
                    decision = known
                } else {
                    let example = kinds.examples[Int(item.kind)]
                    decision = rules.decide(shards[example.shard].endpoints[example.index], &sets, &view)
                    decisions[Int(item.kind)] = decision
                }
                if case .notSelected = decision { continue }
                let group = groups.index(ofLabel: Int(item.label))
                let through: Int
                let tlsMode: String?
                switch decision {
                case .notSelected, .unreachable: continue
                case .direct(let mode): (through, tlsMode) = (-1, mode)
                case .gateways(let set, let mode): (through, tlsMode) = (set, mode)
                }
                guard seen.insert(item, isRemote: through >= 0) else { continue }
                let tunnel = rules.tunnelling.tunnel(to: shards[shardIndex].endpoints, at: index, &view)
                groups.append(
                    DraftHost(
                        endpoint: .endpoint(EndpointPosition(shard: shardIndex, index: index), tlsMode: tlsMode),
                        through: through,
                        tunnel: tunnel,
                        weight: item.weight
                    ),
                    to: group
                )
            }
        }
        return groups.sorted()
    }

    /// Puts gateways in place, weighs, and applies locality load balancing (sections 6 and 7).
    private func finish(
        _ groups: inout [DraftGroup],
        _ sets: GatewaySets,
        _ localities: LocalityPolicy,
        _ shards: [EndpointShard],
        _ tunnelling: Tunnelling,
        _ view: inout RecordingProxyView
    ) {
        let weighing = Weighing(
            weights: semantics.weights,
            scaleFactor: mesh.gateways.scaleFactor,
            isMultiNetwork: horizon.appliesNetworks(&view)
        )
        let substitution = GatewaySubstitution(
            sets: sets,
            weighing: weighing,
            tunnel: tunnelling.tunnel(through:)
        )
        switch semantics.gatewayPerLocality {
        case .perLocality:
            substitution.perLocality(&groups)
            weighing.weigh(&groups)
            rank(&groups, localities, shards, &view)
        case .once:
            rank(&groups, localities, shards, &view)
            substitution.once(&groups) { position in
                let endpoint = shards[position.shard].endpoints[position.index]
                return HostAddress(address: endpoint.address, port: endpoint.port)
            }
            weighing.weigh(&groups)
        }
        if case .distribute(let rules) = localities {
            LocalityDistribution.apply(rules, proxy: view.locality(), weights: semantics.weights, to: &groups)
        }
        if semantics.localityGroups == .byLocality {
            groups.removeAll(where: \.hosts.isEmpty)
            FailoverPriorities.compress(&groups)
        }
    }

    private func rank(
        _ groups: inout [DraftGroup],
        _ localities: LocalityPolicy,
        _ shards: [EndpointShard],
        _ view: inout RecordingProxyView
    ) {
        guard case .failover(let labels, let regions, let byRegion) = localities, !groups.isEmpty else { return }
        if !labels.isEmpty {
            let label = { (host: DraftHost, key: String) -> String in
                switch host.target {
                case .endpoint(let position, _):
                    shards[position.shard].endpoints[position.index].labels[key] ?? ""
                case .gateway(let gateway):
                    key == LabelKey.network ? gateway.network.name : key == LabelKey.cluster ? gateway.cluster.name : ""
                }
            }
            let priorities = FailoverPriorities(label: label, networkFailover: semantics.networkFailover)
            priorities.split(by: labels, &view, &groups)
        }
        if byRegion { FailoverPriorities.rank(byRegionFrom: view.locality(), failover: regions, &groups) }
    }
}

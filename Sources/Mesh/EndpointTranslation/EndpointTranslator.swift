public import MeshModel

/// Answers which endpoints a proxy sees under a cluster name, and at which weights.
///
/// A pure function of the snapshot and of what it reads of the proxy.
public struct EndpointTranslator: Sendable {
    let mesh: MeshSnapshot
    let horizon: SplitHorizon
    private let layouts: EndpointLayoutCache
    var semantics: TranslationSemantics { mesh.semantics }

    /// Makes a translator over a mesh.
    public init(_ mesh: MeshSnapshot) { self.init(mesh, layouts: EndpointLayoutCache()) }

    /// Makes a translator that goes on with what another one prepared.
    init(_ mesh: MeshSnapshot, layouts: EndpointLayoutCache) {
        self.mesh = mesh
        self.layouts = layouts
        horizon = SplitHorizon(gateways: mesh.gateways, semantics: mesh.semantics, features: mesh.features)
    }

    /// Translates one cluster name for one proxy.
    ///
    /// - Parameters:
    ///   - name: the cluster name, in any form that ``ClusterName`` reads.
    ///   - view: the proxy; remembers what was read of it.
    /// - Returns: the assignment; without groups if the name matches no service.
    public func translate(_ name: String, for view: inout RecordingProxyView) -> Assignment {
        var observer = SilentObserver()
        return translate(name, for: &view, &observer)
    }

    /// Translates one cluster name for one proxy, and tells what led to every part of the answer.
    ///
    /// The very walk of ``translate(_:for:)``, with somebody who watches it.
    public func trace(_ name: String, for proxy: Proxy) -> TranslationTrace {
        var view = RecordingProxyView(proxy)
        var tracer = TranslationTracer()
        let assignment = translate(name, for: &view, &tracer)
        return tracer.trace(of: assignment, mesh, proxy)
    }

    private func translate<Observer: TranslationObserver>(
        _ name: String,
        for view: inout RecordingProxyView,
        _ observer: inout Observer
    ) -> Assignment {
        var assignment = Assignment(name: name, presence: .known, service: nil)
        let cluster = ClusterName(name)
        assignment.host = cluster.hostname
        guard !cluster.hostname.isEmpty else {
            assignment.presence = .notAClusterName
            return assignment
        }
        guard let service = service(named: cluster.hostname, &view) else {
            assignment.presence = .unknownHost
            return assignment
        }
        assignment.service = service.key
        guard let port = service.port(number: cluster.port) else {
            assignment.presence = .unknownPort
            return assignment
        }
        guard service.resolution != .dns else {
            assignment.presence = .notByEDS
            return assignment
        }
        let redirection = WaypointRedirection(service, port: port.number, mesh: mesh, &view)
        assignment.waypoint = redirection?.waypoint
        let policy = policy(for: cluster, service, &view)
        let selection = selection(of: service, port, policy)
        guard let source = source(of: service, selection, redirection, &view) else { return assignment }
        let tunnelling = Tunnelling(mesh.features, cluster: cluster, redirection: redirection)
        // Locality load balancing is not for waypoints (EG-A11).
        let localities: LocalityPolicy =
            redirection == nil ? LocalityPolicy(policy: policy, service: service, mesh: mesh.meshLocality) : .none
        let layout = layout(of: source, localities)
        let shares = ShareLayout(semantics.shareEncoding, policy, &view)
        let rules = rules(for: cluster, policy, source, layout, tunnelling, &view)
        observer.planned {
            TranslationPlan(
                cluster: cluster,
                service: service,
                port: port,
                policy: policy,
                source: source,
                rules: rules,
                localities: localities,
                localityOrigin: redirection == nil
                    ? LocalityPolicy.origin(policy: policy, service: service, mesh: mesh.meshLocality) : .nothing,
                layout: layout
            )
        }
        var sets = GatewaySets()
        var groups = draft(source, layout, rules, &sets, &view, &observer)
        if shares.limitsAddresses { sets.limit(by: groups) }
        finish(&groups, sets, localities, layout, tunnelling, &view, &observer)
        encode(shares, localities, layout, &groups)
        let readsFamilies = semantics.endpointFamilies == .reachable && layout.hasSeveralAddresses
        assignment.draft = DraftAssignment(
            groups: groups,
            layout: layout,
            addressMode: readsFamilies ? view.addressMode() : .dual
        )
        return assignment
    }

    /// Returns the endpoints of a service that a port and a subset stand for (EG-E1 to EG-E10).
    private func selection(
        of service: Service,
        _ port: ServicePort,
        _ policy: EffectivePolicy
    ) -> EndpointSelection {
        var selection = EndpointSelection(
            service: service,
            portName: port.name,
            subsetLabels: policy.subsetLabels,
            isClusterLocal: mesh.clusterLocalHosts.contains(service.hostname),
            sendsUnready: sendsUnready(of: service, policy),
            isScopedToCluster: mesh.features.isAmbientMultiNetwork
                && mesh.ambientServices[service.key]?.isGlobal == false
        )
        if semantics.sharedPortNames == .byNumber {
            selection.otherPorts = mesh.services.otherPorts(sharingNameWith: port, of: service)
        }
        return selection
    }

    /// Returns the rules by which classes of endpoints are judged.
    private func rules(
        for cluster: ClusterName,
        _ policy: EffectivePolicy,
        _ source: EndpointSource,
        _ layout: EndpointLayout,
        _ tunnelling: Tunnelling,
        _ view: inout RecordingProxyView
    ) -> ClassRules {
        var rules = ClassRules(
            selection: source.selection,
            check: MutualTLSCheck(policy: policy, peerAuthentications: mesh.peerAuthentications),
            tunnelling: tunnelling,
            horizon: horizon,
            isSNIRouted: cluster.isSNIRouted,
            families: semantics.endpointFamilies
        )
        // Clusters of IPv6 often translate to IPv4, so IPv4 addresses are better than nothing (EG-E14).
        if rules.families == .reachable, !layout.hasIPv6Address(port: source.selection.portName),
            view.addressMode() == .v6
        {
            rules.families = .all
        }
        return rules
    }

    /// The service's endpoints, or those of its waypoint, seen as the service's (EG-A11); nil without a way (EG-A12).
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

    private func layout(of source: EndpointSource, _ localities: LocalityPolicy) -> EndpointLayout {
        let selection = source.selection
        let asksForNode =
            selection.service.isNodeLocal || selection.subsetLabels?[LabelKey.hostname] != nil
            || localities.asksForNode
        let style = EndpointLayout.Style(
            groups: semantics.localityGroups,
            distinguishesNodes: asksForNode,
            isUnique: semantics.duplicateEndpoints == .once,
            isSingle: mesh.features.isAmbient
        )
        return layouts.layout(of: source.service, source.shards, style)
    }

    /// Selects endpoints, decides how each is reached, and groups them by locality (EG-E1 to EG-W7, EG-N1 to EG-N15).
    private func draft<Observer: TranslationObserver>(
        _ source: EndpointSource,
        _ layout: EndpointLayout,
        _ rules: ClassRules,
        _ sets: inout GatewaySets,
        _ view: inout RecordingProxyView,
        _ observer: inout Observer
    ) -> [DraftGroup] {
        var groups = LocalityGrouping(semantics.localityGroups)
        var seen = layout.duplicates.map(DuplicateHosts.Seen.init)
        // Of endpoints with one address a healthy one counts, so these go first where there are any.
        for (shard, isSecondPass) in Self.passes(source.read, hasDuplicates: seen != nil) {
            let part = layout.parts[shard]
            var decisions = [ClassDecision?](repeating: nil, count: part.examples.count)
            var groupOfLocality = [Int](repeating: -1, count: part.labels.count)
            for run in part.runs {
                if seen != nil, part.isHealthy(run) == isSecondPass { continue }
                let decision: ClassDecision
                if let known = decisions[Int(run.kind)] {
                    decision = known
                } else {
                    let example = Int(part.examples[Int(run.kind)])
                    decision = rules.decide(part.endpoints[example], &sets, &view)
                    decisions[Int(run.kind)] = decision
                }
                observer.decided(decision, shard: shard, places: run.places)
                if case .notSelected = decision { continue }
                let locality = Int(run.locality)
                if groupOfLocality[locality] < 0 { groupOfLocality[locality] = groups.index(of: part.labels[locality]) }
                let through: Int32
                let announcesTLS: Bool
                switch decision {
                case .notSelected, .unreachable: continue
                case .direct(let mode, _): (through, announcesTLS) = (-1, mode != nil)
                case .gateways(let set, let mode): (through, announcesTLS) = (Int32(set), mode != nil)
                }
                let place = EndpointIndex(shard: shard, index: run.places.lowerBound)
                if seen?.insert(place, isRemote: through >= 0) == false {
                    observer.passedOver(place, isRemote: through >= 0)
                    continue
                }
                let target = target(of: run, at: place, in: layout, announcesTLS, rules, &view)
                groups.append(DraftHost(target, through: through, weight: run.weight), to: groupOfLocality[locality])
            }
        }
        return groups.sorted()
    }

    /// Returns the shards to read, all of them twice if there are duplicates.
    private static func passes(_ shards: [Int], hasDuplicates: Bool) -> [(shard: Int, isSecondPass: Bool)] {
        let first = shards.map { (shard: $0, isSecondPass: false) }
        return hasDuplicates ? first + shards.map { (shard: $0, isSecondPass: true) } : first
    }

    /// A run, or in ambient mode its one endpoint with the tunnel that leads there.
    private func target(
        of run: ShardLayout.Run,
        at place: EndpointIndex,
        in layout: EndpointLayout,
        _ announcesTLS: Bool,
        _ rules: ClassRules,
        _ view: inout RecordingProxyView
    ) -> DraftHost.Target {
        guard mesh.features.isAmbient, let tunnel = rules.tunnelling.tunnel(to: layout.endpoint(at: place), &view)
        else {
            return .endpoints(shard: place.shard, run.places, announcesTLS: announcesTLS)
        }
        return .tunnelled(place, announcesTLS: announcesTLS, tunnel)
    }
}

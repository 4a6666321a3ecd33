public import MeshModel

/// Answers which endpoints a proxy sees under a cluster name, and at which weights.
///
/// A pure function of the snapshot and of what it reads of the proxy.
public struct EndpointTranslator: Sendable {
    private let mesh: MeshSnapshot
    private let horizon: SplitHorizon
    private var semantics: TranslationSemantics { mesh.semantics }

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
        let key = MeshSnapshot.ServiceKey(hostname: service.hostname, namespace: service.namespace)
        assignment.service = key
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
            isScopedToCluster: mesh.ambientServices[key]?.isGlobal == false
        )
        let tunnelling = Tunnelling(mesh.features, cluster: cluster, redirection: redirection, &view)
        var groups: [DraftGroup]
        if let redirection {
            groups = draft(redirection, selection, policy, tunnelling, isSNIRouted: cluster.isSNIRouted, &view)
            // Locality load balancing is not for waypoints.
            finish(&groups, .none, shards(of: redirection.waypoint), tunnelling, &view)
        } else {
            let shards = shards(of: key)
            let read = shards.indices.filter { selection.reads(shards[$0], &view) }
            groups = draft(selection, shards, read, policy, tunnelling, isSNIRouted: cluster.isSNIRouted, &view)
            let localities = LocalityPolicy(policy: policy, service: service, mesh: mesh.meshLocality)
            finish(&groups, localities, shards, tunnelling, &view)
        }
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

    private func shards(of key: MeshSnapshot.ServiceKey) -> [EndpointShard] { mesh.shards[key] ?? [] }

    /// The endpoints of a waypoint, seen as those of the service that it stands before.
    private func draft(
        _ redirection: WaypointRedirection,
        _ selection: EndpointSelection,
        _ policy: EffectivePolicy,
        _ tunnelling: Tunnelling,
        isSNIRouted: Bool,
        _ view: inout RecordingProxyView
    ) -> [DraftGroup] {
        // A waypoint that is not there lets nobody past.
        guard let waypoint = redirection.waypointService, let portName = redirection.portName else { return [] }
        let isClusterLocal = mesh.clusterLocalHosts.contains(waypoint.hostname)
        let shards = shards(of: redirection.waypoint)
        let read = shards.indices.filter { index in
            guard isClusterLocal || waypoint.isNodeLocal else { return true }
            return shards[index].cluster == view.cluster()
        }
        let redirected = selection.redirected(toPort: portName)
        return draft(redirected, shards, read, policy, tunnelling, isSNIRouted: isSNIRouted, &view)
    }

    /// Selects endpoints, decides how each is reached, and groups them by locality (sections 3, 4 and 6).
    private func draft(
        _ selection: EndpointSelection,
        _ shards: [EndpointShard],
        _ read: [Int],
        _ policy: EffectivePolicy,
        _ tunnelling: Tunnelling,
        isSNIRouted: Bool,
        _ view: inout RecordingProxyView
    ) -> [DraftGroup] {
        let check = MutualTLSCheck(policy: policy, peerAuthentications: mesh.peerAuthentications)
        var groups = LocalityGrouping(semantics.localityGroups)
        var seen: Set<SeenEndpoint> = []
        for shardIndex in read {
            for (index, endpoint) in shards[shardIndex].endpoints.enumerated() {
                guard selection.reason(against: endpoint, &view) == nil else { continue }
                let group = groups.index(of: endpoint.localityLabel)
                let tlsMode = check.announcedMode(endpoint)
                let tunnel = tunnelling.tunnel(to: endpoint, &view)
                // The socket of a tunnel takes the place of that of mTLS (A-5, M-10).
                let isMutual = tlsMode == "istio" && tunnel?.choosesSocket != true
                let decision = horizon.decision(for: endpoint, isMutual: isMutual, &view)
                let through: [Gateway]
                switch decision {
                case .direct: through = []
                case .gateways(let gateways): through = gateways
                case .dropped: continue
                }
                // Names that are routed by SNI take mTLS endpoints only (M-9), which tunnels through gateways are not.
                let isTunnelled = !through.isEmpty && tunnelling.entersGateways
                if isSNIRouted, !isMutual || isTunnelled { continue }
                if semantics.duplicateEndpoints == .once, !endpoint.address.isEmpty {
                    let copy = SeenEndpoint(
                        network: through.isEmpty ? .none : endpoint.network,
                        address: endpoint.address,
                        port: endpoint.port
                    )
                    guard seen.insert(copy).inserted else { continue }
                }
                let position = EndpointPosition(shard: shardIndex, index: index)
                groups.append(
                    DraftHost(
                        target: .endpoint(position, tlsMode: tlsMode),
                        through: through,
                        tunnel: tunnel,
                        shares: [DraftHost.Share(weight: max(1, endpoint.weight), divisor: 1)]
                    ),
                    to: group
                )
            }
        }
        return groups.sorted()
    }

    private struct SeenEndpoint: Hashable {
        let network: NetworkID
        let address: String
        let port: Int
    }

    /// Puts gateways in place, weighs, and applies locality load balancing (sections 6 and 7).
    private func finish(
        _ groups: inout [DraftGroup],
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
        switch semantics.gatewayPerLocality {
        case .perLocality:
            GatewaySubstitution.perLocality(&groups, tunnel: tunnelling.tunnel(through:))
            weighing.weigh(&groups)
            rank(&groups, localities, shards, &view)
        case .once:
            rank(&groups, localities, shards, &view)
            let address = { (position: EndpointPosition) in
                let endpoint = shards[position.shard].endpoints[position.index]
                return HostAddress(address: endpoint.address, port: endpoint.port)
            }
            GatewaySubstitution.once(&groups, address: address, tunnel: tunnelling.tunnel(through:))
            weighing.weigh(&groups)
        }
        if case .distribute(let rules) = localities {
            LocalityDistribution.apply(rules, proxy: view.locality(), to: &groups)
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

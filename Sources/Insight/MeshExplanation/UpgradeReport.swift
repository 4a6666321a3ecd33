internal import EndpointTranslation
public import MeshModel
internal import TextFormats

/// The answers that change between two rule sets, grouped by the difference that causes the change.
public struct UpgradeReport: Sendable {
    /// The answers that one difference changes.
    public struct Group: Sendable {
        /// The difference.
        public let step: RuleSetDifferences.Step
        /// The answers, in the order of the questions.
        public let findings: [RuleSetDifferences.Finding]
        /// The objects that the changed answers depend on, ascending by place.
        public let objects: [ObjectReference]
    }

    /// The comparison of the answers of the rule set before with those of the running control plane.
    public struct Basis: Sendable {
        /// One name for one proxy.
        public struct Answer: Hashable, Sendable {
            /// The id of the node; empty if it is not known.
            public let node: String
            /// The cluster name.
            public let name: String

            /// Makes an answer.
            public init(node: String, name: String) {
                self.node = node
                self.name = name
            }
        }

        /// The source of the answers of the control plane.
        public let source: String
        /// The number of compared answers.
        public let compared: Int
        /// The answers that differ.
        public let differing: [Answer]

        /// Makes a comparison.
        public init(source: String, compared: Int, differing: [Answer]) {
            self.source = source
            self.compared = compared
            self.differing = differing
        }
    }

    /// The name of the rule set before.
    public let from: String
    /// The name of the rule set after.
    public let to: String
    /// The number of compared answers.
    public let questions: Int
    /// The groups in the order of the differences.
    public let groups: [Group]
    /// The comparison with the running control plane, or `nil` without one.
    public let basis: Basis?
    /// All answers that change.
    public let findings: [RuleSetDifferences.Finding]
    /// The changed answers as JSON.
    let findingsJSON: JSONValue

    /// Groups the differences between two rule sets.
    ///
    /// - Parameters:
    ///   - differences: the differences.
    ///   - from: the name of the rule set before.
    ///   - to: the name of the rule set after.
    ///   - snapshot: the mesh by one of the two, for the objects.
    ///   - proxies: the proxies by their node ids.
    ///   - basis: the comparison with the running control plane, if any.
    public init(
        _ differences: RuleSetDifferences,
        from: String,
        to: String,
        snapshot: MeshSnapshot,
        proxies: [String: Proxy],
        basis: Basis? = nil
    ) {
        self.basis = basis
        self.from = from
        self.to = to
        questions = differences.questions
        findings = differences.findings
        findingsJSON = differences.json
        groups = TranslationSemantics.Difference.allCases.compactMap { difference in
            let found = differences.findings.filter { $0.steps.contains { $0.difference == difference } }
            guard let step = found.first?.steps.first(where: { $0.difference == difference }) else { return nil }
            let objects = Set(
                found.flatMap { finding in
                    proxies[finding.node].map {
                        Self.objects(of: finding.name, for: $0, in: snapshot, about: difference)
                    } ?? []
                }
            )
            return Group(step: step, findings: found, objects: objects.sorted(by: Self.goesBefore))
        }
    }

    /// Returns the objects by which a difference changes an answer.
    private static func objects(
        of name: String,
        for proxy: Proxy,
        in snapshot: MeshSnapshot,
        about difference: TranslationSemantics.Difference
    ) -> [ObjectReference] {
        let cluster = ClusterName(name)
        guard let service = snapshot.service(named: cluster.hostname, for: proxy) else { return [] }
        let endpoints = (snapshot.shards[service.key] ?? []).flatMap(\.endpoints)
        let rule = snapshot.destinationRules.rule(
            hostname: service.hostname,
            serviceNamespace: service.namespace,
            proxyNamespace: proxy.namespace,
            hasLabels: { proxy.labels.contains($0) }
        )
        switch difference {
        case .unreadyEndpoints: return endpoints.filter { $0.health == .unhealthy }.map(\.source)
        case .subsetTLS, .networkFailover, .selectingRules: return [rule?.source ?? service.source]
        case .gatewayFamilies, .networklessProxies, .labelledGatewayPorts, .portlessGateways, .hboneListeners:
            let networks = Set(endpoints.map(\.network))
            return snapshot.gateways.gateways.filter { networks.contains($0.network) }
                .compactMap(\.provenance.object)
        case .localityLabels, .inlineEndpointNames: return endpoints.map(\.source)
        default: return [service.source]
        }
    }

    private static func goesBefore(_ left: ObjectReference, _ right: ObjectReference) -> Bool {
        (left.location.file, left.location.line, left.kind, left.namespace, left.name)
            < (right.location.file, right.location.line, right.kind, right.namespace, right.name)
    }
}

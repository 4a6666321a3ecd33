/// The DestinationRules of the mesh and which of them counts for a service (EG-S6).
public struct DestinationRuleTable: Equatable, Sendable {
    private let byNamespace: [String: [DestinationRule]]
    private let rootNamespace: String

    /// Indexes rules.
    ///
    /// - Parameters:
    ///   - rules: rules in any order.
    ///   - rootNamespace: the namespace whose exported rules count for every service.
    public init(_ rules: [DestinationRule], rootNamespace: String) {
        self.rootNamespace = rootNamespace
        let sorted = rules.sorted {
            ($0.creationTime, $0.source.name, $0.source.namespace)
                < ($1.creationTime, $1.source.name, $1.source.namespace)
        }
        byNamespace = Dictionary(grouping: sorted, by: \.source.namespace).mapValues(Self.merged)
    }

    /// A table without rules.
    public static let empty = DestinationRuleTable([], rootNamespace: "istio-system")

    /// Returns a Boolean value that indicates whether any rule could apply to the host.
    public func mayCover(_ hostname: String) -> Bool {
        byNamespace.values.contains { rules in rules.contains { HostPattern.covers($0.host, hostname) } }
    }

    /// The rule for a service as a proxy sees it: of the proxy's namespace, else of the service's, else of the root's.
    ///
    /// - Parameters:
    ///   - hostname: the service's host name.
    ///   - serviceNamespace: the service's namespace.
    ///   - proxyNamespace: the proxy's namespace.
    ///   - proxyLabels: asked only when a rule that might count selects workloads.
    public func rule(
        hostname: String,
        serviceNamespace: String,
        proxyNamespace: String,
        proxyLabels: () -> Labels
    ) -> DestinationRule? {
        if proxyNamespace != rootNamespace || serviceNamespace == rootNamespace {
            if let rule = pick(hostname, in: proxyNamespace, exportedTo: nil, proxyLabels) { return rule }
        } else if let rule = pick(hostname, in: proxyNamespace, exportedTo: nil, privateOnly: true, proxyLabels) {
            return rule
        }
        if let rule = pick(hostname, in: serviceNamespace, exportedTo: proxyNamespace, proxyLabels) { return rule }
        guard serviceNamespace != rootNamespace else { return nil }
        return pick(hostname, in: rootNamespace, exportedTo: proxyNamespace, proxyLabels)
    }

    private func pick(
        _ hostname: String,
        in namespace: String,
        exportedTo viewer: String?,
        privateOnly: Bool = false,
        _ proxyLabels: () -> Labels
    ) -> DestinationRule? {
        guard let all = byNamespace[namespace] else { return nil }
        let rules = all.filter { rule in
            if privateOnly, rule.exportTo == .everyone { return false }
            return viewer.map(rule.exportTo.includes) ?? true
        }
        guard let host = HostPattern.mostSpecific(rules.lazy.map(\.host), for: hostname) else { return nil }
        let matching = rules.filter { $0.host == host }
        let selecting = matching.filter { !($0.workloadSelector?.isEmpty ?? true) }
        if !selecting.isEmpty, viewer == nil {
            let labels = proxyLabels()
            if let rule = selecting.first(where: { labels.contains($0.workloadSelector ?? [:]) }) { return rule }
        }
        return matching.last { $0.workloadSelector?.isEmpty ?? true }
    }

    /// Rules of one namespace for the same host and without selector become one: the first policy, all subsets.
    private static func merged(_ rules: [DestinationRule]) -> [DestinationRule] {
        var result: [DestinationRule] = []
        for rule in rules {
            let position = result.firstIndex {
                $0.host == rule.host && $0.exportTo == rule.exportTo && $0.workloadSelector == rule.workloadSelector
            }
            guard let position else {
                result.append(rule)
                continue
            }
            if result[position].trafficPolicy == nil { result[position].trafficPolicy = rule.trafficPolicy }
            for subset in rule.subsets where result[position].subset(named: subset.name) == nil {
                result[position].subsets.append(subset)
            }
        }
        return result
    }
}

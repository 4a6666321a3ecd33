/// The DestinationRules of the mesh, and which of them counts for a service and a proxy (EG-S6).
public struct DestinationRuleTable: Equatable, Sendable {
    private static let star = UInt8(ascii: "*")

    /// The rules that count for proxies of their own namespace.
    private let local: [String: DestinationRuleIndex]
    /// The rules that count for proxies of other namespaces.
    private let exported: [String: DestinationRuleIndex]
    /// The rules of the root namespace that count there only.
    private let rootPrivate: DestinationRuleIndex
    /// The rules that select workloads, by namespace, where they are kept apart from all others.
    private let selecting: [String: DestinationRuleIndex]
    private let rootNamespace: String
    private let hosts: Set<String>
    private let wildcardHosts: [String]

    /// Indexes rules.
    ///
    /// - Parameters:
    ///   - rules: rules in any order.
    ///   - rootNamespace: the namespace whose exported rules count for every service.
    ///   - defaultExportTo: the mesh's `defaultDestinationRuleExportTo`, of which only `.` makes a difference.
    ///   - selectingRules: what rules that select workloads mean for all others.
    public init(
        _ rules: [DestinationRule],
        rootNamespace: String,
        defaultExportTo: [String] = [],
        selectingRules: TranslationSemantics.SelectingRules = .ownWorkloads
    ) {
        self.rootNamespace = rootNamespace
        var local: [String: DestinationRuleIndex] = [:]
        var exported: [String: DestinationRuleIndex] = [:]
        var rootPrivate = DestinationRuleIndex()
        var selecting: [String: DestinationRuleIndex] = [:]
        for rule in rules.sorted(by: Self.goesBefore) {
            let namespace = rule.source.namespace
            if rule.workloadSelector != nil, selectingRules == .ownWorkloads {
                selecting[namespace, default: DestinationRuleIndex()].add(rule)
                continue
            }
            if rule.exportTo.isEmpty || !rule.exportTo.isDisjoint(with: ["*", ".", namespace]) {
                local[namespace, default: DestinationRuleIndex()].add(rule)
            }
            let isPrivate =
                rule.exportTo.isEmpty
                ? defaultExportTo.contains(".") : rule.exportTo == ["."] || rule.exportTo == [namespace]
            if !isPrivate {
                exported[namespace, default: DestinationRuleIndex()].add(rule)
            } else if namespace == rootNamespace {
                rootPrivate.add(rule)
            }
        }
        (self.local, self.exported, self.rootPrivate, self.selecting) = (local, exported, rootPrivate, selecting)
        let all = rules.map(\.host)
        hosts = Set(all.filter { $0.utf8.first != Self.star })
        wildcardHosts = Set(all.filter { $0.utf8.first == Self.star }).sorted()
    }

    /// Rules that select workloads first, then by age.
    private static func goesBefore(_ left: DestinationRule, _ right: DestinationRule) -> Bool {
        let (leftRank, rightRank) = (left.workloadSelector == nil ? 1 : 0, right.workloadSelector == nil ? 1 : 0)
        return (leftRank, left.creationTime, left.source.name, left.source.namespace)
            < (rightRank, right.creationTime, right.source.name, right.source.namespace)
    }

    /// A table without rules.
    public static let empty = DestinationRuleTable([], rootNamespace: "istio-system")

    /// Returns a Boolean value that indicates whether any rule could apply to the host.
    public func mayCover(_ hostname: String) -> Bool {
        hosts.contains(hostname) || wildcardHosts.contains { HostPattern.covers($0, hostname) }
    }

    /// The rule for a service as a proxy sees it: of the proxy's namespace, else of the service's, else of the root's.
    ///
    /// - Parameters:
    ///   - hostname: the service's host name.
    ///   - serviceNamespace: the service's namespace.
    ///   - proxyNamespace: the proxy's namespace.
    ///   - hasLabels: whether the proxy has all labels of a selector; asked only about rules that might count.
    public func rule(
        hostname: String,
        serviceNamespace: String,
        proxyNamespace: String,
        hasLabels: (Labels) -> Bool
    ) -> DestinationRule? {
        // Rules of the root namespace are meant for the whole mesh: to its own proxies only the private ones go first.
        let index = proxyNamespace == rootNamespace ? rootPrivate : local[proxyNamespace]
        let own = index?.rules(for: hostname)
        let selected = selecting[proxyNamespace]?.rules(for: hostname) { rules in
            rules.contains { $0.workloadSelector.map(hasLabels) ?? false }
        }
        if let selected, own.map({ !Self.isNarrower($0.host, than: selected.host) }) ?? true {
            return Self.pick(selected.rules, for: proxyNamespace, hasLabels)
        }
        // The first list that there is decides, even if no rule in it is for the proxy.
        if let own { return Self.pick(own.rules, for: proxyNamespace, hasLabels) }
        for namespace in [serviceNamespace, rootNamespace] {
            let rules = exported[namespace]?.rules(for: hostname)?.rules.filter { rule in
                rule.exportTo.isEmpty || rule.exportTo.contains("*") || rule.exportTo.contains(proxyNamespace)
            }
            if let rules, !rules.isEmpty { return Self.pick(rules, for: proxyNamespace, hasLabels) }
        }
        return nil
    }

    private static func isNarrower(_ host: String, than other: String) -> Bool {
        let (isWildcard, isOtherWildcard) = (host.utf8.first == star, other.utf8.first == star)
        return isWildcard == isOtherWildcard ? host.utf8.count > other.utf8.count : !isWildcard
    }

    /// The first rule that selects the proxy, else the last one that selects nothing.
    private static func pick(
        _ rules: [DestinationRule],
        for namespace: String,
        _ hasLabels: (Labels) -> Bool
    ) -> DestinationRule? {
        var general: DestinationRule?
        for rule in rules {
            guard let selector = rule.workloadSelector else {
                general = rule
                continue
            }
            if rule.source.namespace == namespace, hasLabels(selector) { return rule }
        }
        return general
    }
}

/// The DestinationRules of one namespace by host, those that are for the same proxies merged.
struct DestinationRuleIndex: Equatable, Sendable {
    private var specific: [String: [DestinationRule]] = [:]
    private var wildcards: [String: [DestinationRule]] = [:]

    /// All hosts that rules are for.
    var hosts: [String] { Array(specific.keys) + Array(wildcards.keys) }

    /// Adds a rule; those before it in order were added already.
    mutating func add(_ rule: DestinationRule) {
        if rule.host.utf8.first == UInt8(ascii: "*") {
            Self.merge(rule, into: &wildcards[rule.host, default: []])
        } else {
            Self.merge(rule, into: &specific[rule.host, default: []])
        }
    }

    /// Returns the rules for the narrowest host that covers a service's; nil if none does.
    func rules(
        for hostname: String,
        where isMeant: ([DestinationRule]) -> Bool = { _ in true }
    ) -> (host: String, rules: [DestinationRule])? {
        if let rules = specific[hostname], isMeant(rules) { return (hostname, rules) }
        guard !wildcards.isEmpty else { return nil }
        let hosts = wildcards.filter { isMeant($0.value) }.keys
        guard let host = HostPattern.mostSpecific(hosts, for: hostname), let rules = wildcards[host] else { return nil }
        return (host, rules)
    }

    /// Puts a rule into the list of its host (EG-S10).
    ///
    /// A rule is merged into those before it that are exported to the same namespaces or to fewer of them, and is lost for
    /// the namespaces that only it is exported to. Rules that select different workloads stay apart.
    private static func merge(_ rule: DestinationRule, into rules: inout [DestinationRule]) {
        var isApart = true
        for index in rules.indices {
            let known = rules[index]
            let isSameExport = known.exportTo == rule.exportTo
            guard isSameExport || (!known.exportTo.isEmpty && rule.exportTo.isSuperset(of: known.exportTo)) else {
                isApart = true
                continue
            }
            if let selector = known.workloadSelector, let other = rule.workloadSelector, selector != other {
                isApart = true
                continue
            }
            // Both are for all workloads or for the same ones; or the export is the same and the rule is lost.
            isApart = !isSameExport && (known.workloadSelector == nil) != (rule.workloadSelector == nil)
            rules[index].merge(rule)
        }
        if isApart { rules.append(rule) }
    }
}

extension DestinationRule {
    /// Takes over what another rule says and this one does not: the policy as a whole, and subsets of other names.
    fileprivate mutating func merge(_ other: DestinationRule) {
        merged.append(other.source)
        if trafficPolicy == nil { trafficPolicy = other.trafficPolicy }
        for subset in other.subsets where self.subset(named: subset.name) == nil { subsets.append(subset) }
    }
}

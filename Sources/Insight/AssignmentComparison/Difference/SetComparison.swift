internal import EndpointTranslation

/// Compares two sides: proxy by proxy, cluster by cluster, host by host, in no particular order.
public struct SetComparison: Sendable {
    /// An error that prevents a comparison.
    public struct Failure: Error, Sendable, CustomStringConvertible {
        /// The message.
        public let description: String
    }

    private let options: ComparisonOptions

    /// Makes a comparison.
    public init(_ options: ComparisonOptions = ComparisonOptions()) { self.options = options }

    /// Compares two sides.
    ///
    /// Fields that one side does not have are left out; ``SetDifference/uncompared`` lists them.
    ///
    /// - Throws: ``Failure`` if one side does not name its proxy and the other has several proxies.
    public func compare(_ before: AssignmentSet, _ after: AssignmentSet) throws(Failure) -> SetDifference {
        let paired = try pair(before, after)
        let fields = before.kind.carried.intersection(after.kind.carried).subtracting(options.ignored)
        let precision = min(before.kind.healthPrecision, after.kind.healthPrecision)
        let clusters = ClusterComparison(
            fields: fields,
            precision: precision,
            exactWeights: options.exactWeights,
            networks: (before.networks, after.networks)
        )
        let isEnvoy = before.kind.isEnvoy || after.kind.isEnvoy
        var dropped = 0
        let proxies = paired.both.map { left, right -> SetDifference.Proxy in
            let left = Self.passingOverForeign(left, before.kind, right, after.kind)
            let right = Self.passingOverForeign(right, after.kind, left, before.kind)
            let (difference, count) = compare(left, right, clusters, asKeptByEnvoy: isEnvoy)
            dropped += count
            return difference
        }
        return SetDifference(
            proxies: proxies,
            onlyBefore: paired.onlyBefore,
            onlyAfter: paired.onlyAfter,
            uncompared: uncompared(before.kind, after.kind),
            notes: missing(before, after) + before.notes + after.notes + notes(precision, dropped: dropped, fields)
        )
    }

    private func pair(
        _ before: AssignmentSet,
        _ after: AssignmentSet
    ) throws(Failure) -> (
        both: [(AssignmentSet.Proxy, AssignmentSet.Proxy)], onlyBefore: [String], onlyAfter: [String]
    ) {
        if before.proxies.count == 1, after.proxies.count == 1,
            before.proxies[0].node == nil || after.proxies[0].node == nil
        {
            return ([(before.proxies[0], after.proxies[0])], [], [])
        }
        for (side, other) in [(before, after), (after, before)] where side.proxies.contains(where: { $0.node == nil }) {
            throw Failure(
                description:
                    "\(side.kind.title) does not name its proxy, and the other side has "
                    + "\(other.proxies.count) proxies: name one with --proxy"
            )
        }
        let right = Dictionary(after.proxies.map { ($0.node, $0) }) { first, _ in first }
        let left = Set(before.proxies.map(\.node))
        var both: [(AssignmentSet.Proxy, AssignmentSet.Proxy)] = []
        var onlyBefore: [String] = []
        var seen: Set<String?> = []
        for proxy in before.proxies where seen.insert(proxy.node).inserted {
            if let other = right[proxy.node] {
                both.append((proxy, other))
            } else {
                onlyBefore.append(proxy.node ?? "")
            }
        }
        let onlyAfter = after.proxies.filter { !left.contains($0.node) }.compactMap(\.node)
        return (both, onlyBefore, onlyAfter)
    }

    /// Returns the proxy without clusters that do not use EDS, as far as `/clusters` shows it, which has no types.
    private static func passingOverForeign(
        _ proxy: AssignmentSet.Proxy,
        _ kind: SourceKind,
        _ other: AssignmentSet.Proxy,
        _ otherKind: SourceKind
    ) -> AssignmentSet.Proxy {
        guard kind == .clusters, !otherKind.isEnvoy else { return proxy }
        var proxy = proxy
        for name in proxy.assignments.keys where other.assignments[name] == nil {
            guard ClusterName(name).hostname.isEmpty else { continue }
            proxy.passedOver[name] = "not a service's cluster name"
        }
        return proxy
    }

    private func compare(
        _ before: AssignmentSet.Proxy,
        _ after: AssignmentSet.Proxy,
        _ comparison: ClusterComparison,
        asKeptByEnvoy isEnvoy: Bool
    ) -> (SetDifference.Proxy, dropped: Int) {
        var names = Set(before.assignments.keys).union(after.assignments.keys)
        if !options.clusters.isEmpty { names.formIntersection(options.clusters) }
        let reasons = before.passedOver.merging(after.passedOver) { first, _ in first }
        let passedOver = names.union(reasons.keys.filter { options.clusters.isEmpty || options.clusters.contains($0) })
            .filter { reasons[$0] != nil }.sorted()
        var clusters: [ClusterDifference] = []
        var hosts = 0
        var dropped = 0
        let compared = names.filter { reasons[$0] == nil }.sorted()
        for name in compared {
            var (left, right) = (before.assignments[name], after.assignments[name])
            if isEnvoy {
                let kept = (left?.asKeptByEnvoy(), right?.asKeptByEnvoy())
                dropped += (kept.0?.dropped ?? 0) + (kept.1?.dropped ?? 0)
                (left, right) = (kept.0?.assignment, kept.1?.assignment)
            }
            hosts += max(left?.hostCount ?? 0, right?.hostCount ?? 0)
            let difference = comparison.compare(name, left, right)
            if !difference.isEmpty { clusters.append(difference) }
        }
        let proxy = SetDifference.Proxy(
            node: before.node ?? after.node,
            clusters: clusters,
            comparedClusters: compared.count,
            comparedHosts: hosts,
            passedOver: passedOver.map { .init(name: $0, reason: reasons[$0] ?? "") }
        )
        return (proxy, dropped)
    }

    private func uncompared(_ before: SourceKind, _ after: SourceKind) -> [SetDifference.UncomparedField] {
        ComparedField.allCases.compactMap { field in
            guard !options.ignored.contains(field) else { return nil }
            let without = [before, after].filter { !$0.carried.contains(field) }
            // A field that both sides lack is not reported.
            guard without.count == 1 else { return nil }
            return SetDifference.UncomparedField(field: field, missing: without.map(\.title))
        }
    }

    /// Returns the clusters that were selected by name and are on neither side.
    private func missing(_ before: AssignmentSet, _ after: AssignmentSet) -> [String] {
        var names = options.clusters
        for proxy in before.proxies + after.proxies {
            names.subtract(proxy.assignments.keys)
            names.subtract(proxy.passedOver.keys)
        }
        return names.sorted().map { "neither side has \($0)" }
    }

    private func notes(_ precision: HostHealth.Precision, dropped: Int, _ fields: Set<ComparedField>) -> [String] {
        var notes: [String] = []
        if fields.contains(.health) {
            switch precision {
            case .exact: break
            case .asApplied: notes.append("health as an Envoy applies it: UNKNOWN is HEALTHY, TIMEOUT is UNHEALTHY")
            case .coarse:
                notes.append("health as in a config_dump: UNKNOWN is HEALTHY, DRAINING and TIMEOUT are UNHEALTHY")
            }
        }
        if !fields.contains(.localityWeight), !options.ignored.contains(.localityWeight) {
            notes.append("shares are of host weights alone, because locality weights are unknown")
        }
        if dropped > 0 {
            notes.append("\(dropped) host\(dropped == 1 ? "" : "s") left out: of one address an Envoy keeps the first")
        }
        return notes
    }
}

public import TextFormats

/// The effect of a change of the mesh on all examined proxies.
public struct ImpactReport: Sendable {
    /// The changes, one per line.
    public let edits: [String]
    /// The number of examined proxies.
    public let proxyCount: Int
    /// The clusters with differences, in order of proxies, then of names.
    public let impacts: [Impact]

    /// Makes a report of the differences; impacts without difference are left out.
    public init(edits: [String], proxyCount: Int, impacts: [Impact]) {
        self.edits = edits
        self.proxyCount = proxyCount
        self.impacts = impacts.filter { !$0.isEmpty }
    }

    /// The node ids of proxies with differences, in order.
    public var affectedNodes: [String] {
        var seen: Set<String> = []
        return impacts.map(\.node).filter { seen.insert($0).inserted }
    }

    /// Returns the first sentence of the report: the worst effect.
    public func verdict(calling name: (String) -> String) -> String {
        guard !impacts.isEmpty else { return "no change for \(Self.count(proxyCount, "proxy", "proxies"))" }
        var parts: [String] = []
        let empty = impacts.filter { ($0.difference.hostsBefore ?? 0) > 0 && ($0.difference.hostsAfter ?? 0) == 0 }
        if let first = empty.first {
            let more = empty.count > 1 ? " and \(Self.count(empty.count - 1, "more", "more"))" : ""
            parts.append("\(name(first.node)) is left without endpoints of \(first.difference.name)\(more)")
        } else if let worst {
            parts.append(
                "\(name(worst.impact.node)) loses \(PercentText.of(-worst.loss.gain)) of its requests to "
                    + "\(worst.loss.network.isEmpty ? "hosts without network" : worst.loss.network)"
            )
        }
        if let leaking = worstLeak {
            let networks = Set(leaking.leaks.map(\.network)).sorted().joined(separator: ", ")
            let share = PercentText.of(leaking.leaks.reduce(0) { $0 + $1.share })
            let addresses = Self.count(leaking.leaks.count, "address", "addresses")
            parts.append(
                "\(name(leaking.node)) sends \(share) of its requests to \(addresses) of \(networks) without a gateway"
            )
        }
        let nodes = affectedNodes.count
        parts.append("\(nodes) of \(Self.count(proxyCount, "proxy changes", "proxies change"))")
        return parts.joined(separator: "; ")
    }

    private var worst: (impact: Impact, loss: Impact.NetworkShare)? {
        var worst: (impact: Impact, loss: Impact.NetworkShare)?
        for impact in impacts {
            guard let loss = impact.greatestLoss else { continue }
            // Compared by thousandths, so that the first of equal ones is reported.
            if let known = worst, (known.loss.gain * 1_000).rounded() <= (loss.gain * 1_000).rounded() { continue }
            worst = (impact, loss)
        }
        return worst
    }

    /// The greatest leak, or `nil` without leaks.
    private var worstLeak: Impact? {
        let share = { (impact: Impact) in Int((impact.leaks.reduce(0) { $0 + $1.share } * 1_000).rounded()) }
        var worst: Impact?
        for impact in impacts where !impact.leaks.isEmpty {
            if let known = worst, share(known) >= share(impact) { continue }
            worst = impact
        }
        return worst
    }

    private static func count(_ count: Int, _ one: String, _ many: String) -> String {
        "\(count) \(count == 1 ? one : many)"
    }

    /// The report as JSON.
    ///
    /// ```
    /// {"formatVersion": 1, "changed": true, "edits": [...], "proxies": 3, "affected": [node id],
    ///  "impacts": [{"node": ..., "networkBefore": ..., "networkAfter": ..., "networks": [...], "leaks": [...],
    ///               "cluster": as in diff}]}
    /// ```
    public var json: JSONValue {
        .object([
            .init("formatVersion", .number(JSONNumber(1))),
            .init("changed", .bool(!impacts.isEmpty)),
            .init("edits", .array(edits.map { .string($0) })),
            .init("proxies", .number(JSONNumber(proxyCount))),
            .init("affected", .array(affectedNodes.map { .string($0) })),
            .init("impacts", .array(impacts.map(\.json))),
        ])
    }
}

extension Impact {
    fileprivate var json: JSONValue {
        let shares = networks.map { share in
            JSONValue.object([
                .init("network", .string(share.network)),
                .init("shareBefore", .share(share.before)),
                .init("shareAfter", .share(share.after)),
                .init("hostsBefore", .number(JSONNumber(share.hostsBefore))),
                .init("hostsAfter", .number(JSONNumber(share.hostsAfter))),
            ])
        }
        return .object([
            .init("node", .string(node)),
            .init("networkBefore", .string(network.before)),
            .init("networkAfter", .string(network.after)),
            .init("networks", .array(shares)),
            .init(
                "leaks",
                .array(
                    leaks.map { leak in
                        .object([
                            .init("address", .string(leak.address)), .init("network", .string(leak.network)),
                            .init("share", .share(leak.share)),
                        ])
                    }
                )
            ),
            .init("cluster", difference.json),
        ])
    }
}

internal import MeshModel
internal import TextFormats

/// Divides groups into priorities (EG-P11 to EG-P18).
struct FailoverPriorities {
    /// Returns a label of a host: an endpoint's own, or a gateway's cluster and network (EG-K3).
    let label: (DraftHost, String) -> String
    let networkFailover: TranslationSemantics.NetworkFailover

    /// Splits every group by the number of the proxy's labels that each host shares (EG-P14 to EG-P18).
    ///
    /// Endpoints of one run must have the same labels, as far as entries name them.
    ///
    /// - Parameters:
    ///   - entries: `label` or `label=value`, most important first.
    ///   - view: the proxy.
    ///   - groups: replaced by the parts, each group's in ascending order of priority.
    func split(by entries: [String], _ view: inout RecordingProxyView, _ groups: inout [DraftGroup]) {
        let wanted = Self.wanted(entries, &view)
        // The plain network label at the front does not end the comparison; it adds its own steps (EG-P17).
        let isNetworkFirst = networkFailover == .refine && entries.first == LabelKey.network
        groups = groups.flatMap { group in
            let priorities = group.hosts.map { priority(of: $0, wanted, isNetworkFirst) }
            return Set(priorities).sorted().map { priority in
                var part = group
                part.priority = priority
                part.hosts = zip(group.hosts, priorities).filter { $0.1 == priority }.map(\.0)
                part.weight = Weighing.sum(part.hosts, saturating: false)
                return part
            }
        }
        Self.compress(&groups)
    }

    /// Returns the labels to compare, with the proxy's values.
    static func wanted(_ entries: [String], _ view: inout RecordingProxyView) -> [(key: String, value: String)] {
        entries.map { entry in
            let sides = entry.parts(separatedBy: "=").map(String.init)
            // With more than one equals sign the entry is a plain label, named by the text before the first one
            // (EG-P15).
            return sides.count == 2 ? (sides[0], sides[1]) : (sides[0], view.label(sides[0]))
        }
    }

    private func priority(
        of host: DraftHost,
        _ wanted: [(key: String, value: String)],
        _ isNetworkFirst: Bool
    ) -> UInt32 {
        var extra = 0
        for (index, entry) in wanted.enumerated() where label(host, entry.key) != entry.value {
            if index == 0, isNetworkFirst {
                extra = wanted.count
            } else {
                return UInt32(extra + wanted.count - index)
            }
        }
        return UInt32(extra)
    }

    /// Orders groups by distance: same subzone, zone, region, failover region, others (EG-P11 to EG-P13).
    static func rank(
        byRegionFrom proxy: Locality,
        failover: [LocalityLoadBalancing.Failover],
        _ groups: inout [DraftGroup]
    ) {
        let target = failover.first { $0.from == proxy.region }?.to
        for index in groups.indices {
            let distance = LocalityDistance(from: proxy, to: groups[index].locality, failoverRegion: target)
            groups[index].priority = groups[index].priority * 5 + distance.rawValue
        }
        compress(&groups)
    }

    /// Renumbers the existing priorities from 0 on.
    static func compress(_ groups: inout [DraftGroup]) {
        let order = Set(groups.map(\.priority)).sorted()
        for index in groups.indices {
            groups[index].priority = UInt32(order.firstIndex(of: groups[index].priority) ?? 0)
        }
    }
}

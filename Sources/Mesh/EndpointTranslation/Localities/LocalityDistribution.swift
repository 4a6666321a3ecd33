internal import MeshModel

/// Distributes weight over localities by `distribute` (EG-P8 to EG-P10).
enum LocalityDistribution {
    /// Sets the weights of groups by the first rule for the proxy's locality; groups that no pattern matches lose
    /// their hosts (EG-P8 to EG-P10).
    static func apply(
        _ rules: [LocalityLoadBalancing.Distribute],
        proxy: Locality,
        weights: TranslationSemantics.Weights,
        to groups: inout [DraftGroup]
    ) {
        guard let rule = rules.first(where: { matches($0.from, proxy) }) else { return }
        var unmatched = Set(groups.indices)
        for target in rule.to {
            let found = groups.indices.filter { unmatched.contains($0) && matches(target.pattern, groups[$0].locality) }
            let own = found.map { groups[$0].weight ?? 1 }
            let total = own.reduce(UInt64(0)) { $0 + UInt64($1) }
            for (index, weight) in zip(found, own) {
                unmatched.remove(index)
                let product =
                    switch weights {
                    case .exact: UInt64(weight) * UInt64(target.weight)
                    // The reference multiplies in 32 bits; a product that wraps to 0 leaves the weight unchanged.
                    case .meshWideMultiple: UInt64(weight &* target.weight)
                    }
                let share = total == 0 ? 0 : (product + total - 1) / total
                if share > 0 { groups[index].weight = UInt32(clamping: share) }
            }
        }
        for index in unmatched { groups[index].hosts = [] }
    }

    /// Returns a Boolean value that indicates whether a pattern matches a locality: region, zone and subzone equal,
    /// `*`, or absent (EG-P8).
    private static func matches(_ pattern: String, _ locality: Locality) -> Bool {
        let wanted = Locality(label: pattern)
        guard wanted.region == "*" || wanted.region == locality.region else { return false }
        guard wanted.zone == "*" || wanted.zone.isEmpty || wanted.zone == locality.zone else { return false }
        return wanted.subzone == "*" || wanted.subzone.isEmpty || wanted.subzone == locality.subzone
    }
}

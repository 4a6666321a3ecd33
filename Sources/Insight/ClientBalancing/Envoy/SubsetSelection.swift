internal import MeshModel

/// The choice of a subset, before all else.
///
/// Source: subset/subset_lb.cc (`chooseHost`, `PrioritySubsetImpl`, `determineLocalityWeights`).
struct SubsetSelection {
    /// The hosts of a subset.
    struct Chosen {
        let sets: [EnvoyHostSet]
        /// A Boolean value that indicates whether locality weights apply in it.
        let weighsLocalities: Bool
    }

    private let settings: SubsetSettings?
    private let asked: [String: MetadataValue]

    init(_ cluster: ClusterSettings, _ asked: [String: MetadataValue]) {
        settings = cluster.subsets
        self.asked = asked
    }

    /// The hosts that requests are for; nil where they fail.
    func select(_ sets: [EnvoyHostSet], _ hosts: [EnvoyHost]) -> Chosen? {
        guard let settings else { return Chosen(sets: sets, weighsLocalities: true) }
        if settings.selectors.contains(Set(asked.keys)), !asked.isEmpty {
            let found = subset(asked, of: sets, hosts, settings)
            if found.contains(where: { !$0.hosts.isEmpty }) {
                return Chosen(sets: found, weighsLocalities: settings.weighsLocalities)
            }
        }
        switch settings.fallback {
        case .none: return nil
        case .anyEndpoint: return Chosen(sets: sets, weighsLocalities: settings.weighsLocalities)
        case .defaultSubset:
            let found = subset(settings.defaultSubset, of: sets, hosts, settings)
            if found.allSatisfy(\.hosts.isEmpty), settings.panicsIntoAny {
                return Chosen(sets: sets, weighsLocalities: settings.weighsLocalities)
            }
            return Chosen(sets: found, weighsLocalities: settings.weighsLocalities)
        }
    }

    private func subset(
        _ wanted: [String: MetadataValue],
        of sets: [EnvoyHostSet],
        _ hosts: [EnvoyHost],
        _ settings: SubsetSettings
    ) -> [EnvoyHostSet] {
        sets.map { set in
            var set = set
            set.hosts = set.hosts.filter { hosts[$0].matches(wanted) }
            for index in set.localities.indices {
                let all = set.localities[index].hosts.count
                set.localities[index].hosts = set.localities[index].hosts.filter { hosts[$0].matches(wanted) }
                guard settings.scalesLocalityWeights, all > 0 else { continue }
                let kept = Double(set.localities[index].hosts.count) / Double(all)
                let scaled = (set.localities[index].weight * kept).rounded()
                set.localities[index].weight = kept > 0 ? max(1, scaled) : 0
            }
            return set
        }
    }
}

extension EnvoyHost {
    fileprivate func matches(_ wanted: [String: MetadataValue]) -> Bool {
        wanted.allSatisfy { metadata[$0.key] == $0.value }
    }
}

internal import MeshModel

extension TranslationTrace.LocalityOrigin {
    init(_ origin: LocalityPolicy.Origin) {
        switch origin {
        case .destinationRule: self = .destinationRule
        case .trafficDistribution(let distribution): self = .trafficDistribution(distribution)
        case .mesh: self = .mesh
        case .nothing: self = .nothing
        }
    }
}

extension TranslationTrace.LocalityEffect {
    init(_ policy: LocalityPolicy, _ view: inout RecordingProxyView) {
        switch policy {
        case .none:
            self = .none
        case .distribute(let rules):
            self = .distribute(rules)
        case .failover(let entries, let regions, let byRegion):
            let labels = FailoverPriorities.wanted(entries, &view).map {
                TranslationTrace.WantedLabel(key: $0.key, value: $0.value)
            }
            self = .failover(labels: labels, regions: regions, byRegion: byRegion)
        }
    }
}

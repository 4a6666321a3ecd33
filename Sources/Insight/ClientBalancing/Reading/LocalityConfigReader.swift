internal import MeshSources

/// Reads the choice between zone-aware routing and weighted localities, wherever it stands.
enum LocalityConfigReader {
    /// Takes `zone_aware_lb_config` or `locality_weighted_lb_config` of a message.
    static func read(_ fields: ProtoFields, _ settings: inout ClusterSettings) throws(InputError) {
        if fields["localityWeightedLbConfig"] != nil {
            settings.weighsLocalities = true
            settings.zoneAware = nil
        }
        guard let zones = try fields.message("zoneAwareLbConfig") else { return }
        let basis = try zones.enumeration("localityBasis", numbered: ["HEALTHY_HOSTS_NUM", "HEALTHY_HOSTS_WEIGHT"])
        settings.zoneAware = ZoneAwareSettings(
            minimumClusterSize: Int(clamping: try zones.integer("minClusterSize", 0...UInt64.max) ?? 6),
            enabledPercent: try zones.runtimeNumber("routingEnabled", 0...100) ?? 100,
            failsOnPanic: try zones.flag("failTrafficOnPanic"),
            countsWeights: basis == "HEALTHY_HOSTS_WEIGHT"
        )
    }
}

internal import MeshModel

extension LocalityLoadBalancing {
    /// Reads a `localityLbSetting`; returns `nil` without one.
    init?(manifest value: ManifestValue?) throws(InputError) {
        guard let fields = try value?.mapping() else { return nil }
        self.init(isEnabled: try fields["enabled"]?.boolean() ?? true)
        for item in try fields.list("distribute") {
            let rule = try item.mapping()
            var targets: [(pattern: String, weight: UInt32)] = []
            for (pattern, weight) in try rule.mapping("to")?.entries ?? [] {
                targets.append((pattern, UInt32(try weight.integer(0...100, "a weight in percent"))))
            }
            distribute.append(Distribute(from: try rule.string("from"), to: targets))
        }
        for item in try fields.list("failover") {
            let rule = try item.mapping()
            failover.append(Failover(from: try rule.string("from"), to: try rule.string("to")))
        }
        failoverPriority = try fields["failoverPriority", or: "failover_priority"]?.strings() ?? []
    }
}

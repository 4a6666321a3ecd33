internal import MeshModel
internal import MeshSources

/// SH033: failover or distribution to a place without endpoints.
struct UnknownLocality: LintRule {
    let about = RuleDescription(
        code: "SH033",
        severity: .warning,
        title: "locality load balancing names a region or zone without endpoints",
        why: """
            Localities are compared exactly. A failover to a region without endpoints changes nothing, and a \
            distribution to a place without endpoints spreads its share over the others. Nodes without topology labels \
            have no locality.
            """,
        fix: "Use the regions and zones from the nodes' labels topology.kubernetes.io/region and zone.",
        example: """
            localityLbSetting: {failover: [{from: us-east, to: eu-west}]}    # on the nodes: eu-west1
            """
    )

    private struct Setting {
        let setting: LocalityLoadBalancing
        let object: ObjectReference
    }

    func findings(in context: LintContext) -> [Finding] {
        let settings = settings(context)
        guard !settings.isEmpty else { return [] }
        var known: Set<Locality> = []
        for service in context.services {
            for kind in service.kinds { known.insert(Locality(label: kind.example.localityLabel)) }
        }
        let endpoints = known.filter { !$0.region.isEmpty }
        let proxies = Set(context.proxies.map(\.proxy.locality))
        // Without any locality the description of the mesh is incomplete.
        guard !endpoints.isEmpty else { return [] }
        let regions = Set(endpoints.map(\.region))
        return settings.flatMap { setting in
            let missing =
                setting.setting.failover.filter { !regions.contains($0.to) }.map { ("failover to region", $0.to) }
                + setting.setting.distribute.flatMap(\.to).filter { target in
                    target.weight > 0 && !endpoints.union(proxies).contains { covers(target.pattern, $0) }
                }.map { ("distribution to", $0.pattern) }
            return missing.map { what, name in
                let near = NearMiss.of(name, among: regions).map { "did you mean \($0)?" }
                let hint = near ?? "the regions are \(Wording.list(regions.sorted(), most: 5))"
                return finding("\(what) \(name), which has no endpoint: \(hint)", setting.object, key: name)
            }
        }
    }

    /// Returns a Boolean value that indicates whether a pattern, `region/zone/subzone` with `*` at the end, matches a
    /// place.
    private func covers(_ pattern: String, _ place: Locality) -> Bool {
        let parts = pattern.split(separator: "/", omittingEmptySubsequences: false)
        for (part, own) in zip(parts, [place.region, place.zone, place.subzone]) {
            if part == "*" { return true }
            guard part == own else { return false }
        }
        return true
    }

    private func settings(_ context: LintContext) -> [Setting] {
        var settings: [Setting] = []
        if let setting = context.mesh.meshConfig.localityLoadBalancing, let place = context.mesh.meshConfig.location {
            let object = ObjectReference(
                kind: "MeshConfig",
                namespace: "",
                name: "mesh",
                cluster: .none,
                location: place
            )
            settings.append(Setting(setting: setting, object: object))
        }
        for rule in context.configCluster?.destinationRules ?? [] {
            let policies = [rule.trafficPolicy] + rule.subsets.map(\.trafficPolicy)
            for policy in policies.compactMap({ $0 }) {
                for part in [policy.settings] + policy.portLevels.map(\.settings) {
                    guard let setting = part.localityLoadBalancing, setting.isEnabled else { continue }
                    settings.append(Setting(setting: setting, object: rule.metadata.reference))
                }
            }
        }
        return settings
    }
}

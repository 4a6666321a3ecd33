internal import MeshModel
package import MeshSources

extension ClusterSettings {
    /// Reads a Cluster, or the only one of a DiscoveryResponse's `resources`; unknown fields are ignored.
    ///
    /// - Parameters:
    ///   - value: the message in proto3 JSON.
    ///   - client: the implementation: of a list of policies each takes the first that it has.
    /// - Throws: ``MeshSources/InputError`` with the place of what the client could not read.
    package init(reading value: ManifestValue, for client: ClientKind = .envoy) throws(InputError) {
        self = try ClusterReader(client: client).settings(try ClusterReader.single(value))
    }
}

/// Reads `envoy.config.cluster.v3.Cluster`.
struct ClusterReader {
    /// `Cluster.LbPolicy` by number.
    private static let policies = [
        "ROUND_ROBIN", "LEAST_REQUEST", "RING_HASH", "RANDOM", "", "MAGLEV", "CLUSTER_PROVIDED",
        "LOAD_BALANCING_POLICY_CONFIG",
    ]

    let client: ClientKind

    static func single(_ value: ManifestValue) throws(InputError) -> ManifestValue {
        if value.isList {
            let items = try value.list()
            guard items.count == 1, let item = items.first else {
                throw InputError(.value, at: value.location, "found \(items.count) items, expected one cluster")
            }
            return item
        }
        let fields = ProtoFields(try value.mapping("a Cluster"))
        if let resources = fields["resources"], resources.isList { return try single(resources) }
        // An entry of an Envoy's config_dump.
        if let inner = fields["cluster"], !inner.isScalar { return inner }
        return value
    }

    func settings(_ value: ManifestValue) throws(InputError) -> ClusterSettings {
        let fields = ProtoFields(try value.mapping("a Cluster"))
        var settings = ClusterSettings()
        settings.policy = try policy(fields)
        try readCommon(fields, &settings)
        try readPolicySettings(fields, &settings)
        if let subsets = try fields.message("lbSubsetConfig") { settings.subsets = try SubsetReader.settings(subsets) }
        if let typed = try fields.message("loadBalancingPolicy") {
            // Envoy then takes the threshold of common_lb_config only.
            settings.weighsLocalities = false
            settings.subsets = nil
            try TypedPolicyReader(client: client).read(typed, &settings)
        }
        settings.isHTTP2 = try isHTTP2(fields)
        settings.otherDiscovery = try otherDiscovery(fields)
        return settings
    }

    private func policy(_ fields: ProtoFields) throws(InputError) -> BalancingPolicy {
        guard let name = try fields.enumeration("lbPolicy", numbered: Self.policies) else { return .roundRobin }
        if name == "LOAD_BALANCING_POLICY_CONFIG" { return .roundRobin }
        guard let policy = BalancingPolicy(rawValue: name) else {
            throw InputError(
                .value,
                at: fields["lbPolicy"]?.location ?? fields.mapping.value.location,
                "unknown policy \"\(name)\", expected one of "
                    + Self.policies.filter { !$0.isEmpty }.joined(separator: ", ")
            )
        }
        return policy
    }

    private func readCommon(_ fields: ProtoFields, _ settings: inout ClusterSettings) throws(InputError) {
        guard let common = try fields.message("commonLbConfig") else { return }
        if let threshold = try common.runtimeNumber("healthyPanicThreshold", 0...100) {
            settings.panicThreshold = Int(threshold.rounded())
        } else if common["healthyPanicThreshold"] != nil {
            // An empty Percent is 0.
            settings.panicThreshold = 0
        }
        settings.weighsLocalities = common["localityWeightedLbConfig"] != nil
        try LocalityConfigReader.read(common, &settings)
        if let hashing = try common.message("consistentHashingLbConfig") {
            settings.hashing.usesHostnames = try hashing.flag("useHostnameForHashing")
        }
    }

    private func readPolicySettings(_ fields: ProtoFields, _ settings: inout ClusterSettings) throws(InputError) {
        switch settings.policy {
        case .roundRobin:
            if let own = try fields.message("roundRobinLbConfig") {
                try PolicySettingsReader.roundRobin(own, &settings)
            }
        case .leastRequest:
            if let own = try fields.message("leastRequestLbConfig") {
                try PolicySettingsReader.leastRequest(own, &settings)
            }
        case .ringHash:
            if let own = try fields.message("ringHashLbConfig") { try PolicySettingsReader.ringHash(own, &settings) }
        case .maglev:
            if let own = try fields.message("maglevLbConfig") { try PolicySettingsReader.maglev(own, &settings) }
        case .random, .clientSideWeightedRoundRobin, .clusterProvided: break
        }
    }

    private func isHTTP2(_ fields: ProtoFields) throws(InputError) -> Bool {
        if fields["http2ProtocolOptions"] != nil { return true }
        guard let options = try fields.message("typedExtensionProtocolOptions"),
            let http = options.mapping["envoy.extensions.upstreams.http.v3.HttpProtocolOptions"]
        else { return false }
        let all = try ProtoFields(http)
        let explicit = try all.message("explicitHttpConfig")
        let downstream = try all.message("useDownstreamProtocolConfig")
        return explicit?["http2ProtocolOptions"] != nil || downstream?["http2ProtocolOptions"] != nil
    }

    private func otherDiscovery(_ fields: ProtoFields) throws(InputError) -> String? {
        let types = ["STATIC", "STRICT_DNS", "LOGICAL_DNS", "EDS", "ORIGINAL_DST"]
        let type = try fields.enumeration("type", numbered: types)
        if type == "ORIGINAL_DST" { return type }
        return fields["clusterType"] == nil || type != nil ? nil : try fields.message("clusterType")?.text("name")
    }
}

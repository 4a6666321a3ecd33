internal import MeshModel
internal import MeshSources

/// Reads `load_balancing_policy`: of a list of extensions the first that the client has.
struct TypedPolicyReader {
    let client: ClientKind

    /// Takes the first policy that the client has.
    ///
    /// - Throws: an error when there is none: the client refuses such a cluster.
    func read(_ fields: ProtoFields, _ settings: inout ClusterSettings) throws(InputError) {
        var names: [String] = []
        for item in try fields.list("policies") {
            guard let config = try ProtoFields(item).message("typedExtensionConfig") else { continue }
            let (type, own) = try extensionConfig(config)
            if try take(type, own, &settings) { return }
            names.append(type)
        }
        throw InputError(
            .value,
            at: fields.mapping.value.location,
            names.isEmpty
                ? "no policy found, expected at least one"
                : "found \(names.joined(separator: ", ")), expected a load balancing policy that is known"
        )
    }

    /// The short name of the type, and the settings; those of a `TypedStruct` are its `value`.
    private func extensionConfig(_ config: ProtoFields) throws(InputError) -> (type: String, fields: ProtoFields?) {
        guard let typed = try config.message("typedConfig") else {
            let name = try config.text("name")
            return (name.split(separator: ".").last.map(String.init) ?? "", nil)
        }
        let type = try Self.shortName(typed.text("@type"))
        guard type == "TypedStruct" else { return (type, typed) }
        return (try Self.shortName(typed.text("typeUrl")), try typed.message("value"))
    }

    private static func shortName(_ url: String) -> String {
        let name = url.split(separator: "/").last.map(String.init) ?? ""
        return name.split(separator: ".").last.map(String.init) ?? ""
    }

    private func take(
        _ type: String,
        _ own: ProtoFields?,
        _ settings: inout ClusterSettings
    ) throws(InputError) -> Bool {
        switch type {
        case "RoundRobin", "round_robin":
            settings.policy = .roundRobin
            if let own { try PolicySettingsReader.roundRobin(own, &settings) }
        case "LeastRequest", "least_request":
            settings.policy = .leastRequest
            if let own { try PolicySettingsReader.leastRequest(own, &settings) }
        case "Random", "random": settings.policy = .random
        case "RingHash", "ring_hash":
            settings.policy = .ringHash
            if let own { try PolicySettingsReader.ringHash(own, &settings) }
        case "Maglev", "maglev":
            settings.policy = .maglev
            if let own { try PolicySettingsReader.maglev(own, &settings) }
        case "ClientSideWeightedRoundRobin", "client_side_weighted_round_robin":
            settings.policy = .clientSideWeightedRoundRobin
        case "ClusterProvided", "cluster_provided": settings.policy = .clusterProvided
        case "WrrLocality", "wrr_locality": return try takeLocalities(own, &settings)
        case "Subset", "subset": return try takeSubset(own, &settings)
        case "OverrideHost", "override_host":
            guard let fallback = try own?.message("fallbackPolicy") else { return false }
            try read(fallback, &settings)
            return true
        default: return false
        }
        if let own { try readCommon(own, &settings) }
        return true
    }

    /// `locality_lb_config`, and the two that policies by hash have at their top.
    private func readCommon(_ own: ProtoFields, _ settings: inout ClusterSettings) throws(InputError) {
        try LocalityConfigReader.read(own, &settings)
        if let localities = try own.message("localityLbConfig") { try LocalityConfigReader.read(localities, &settings) }
        if let hashing = try own.message("consistentHashingLbConfig") {
            settings.hashing.usesHostnames = try hashing.flag("useHostnameForHashing")
        }
    }

    private func takeLocalities(
        _ own: ProtoFields?,
        _ settings: inout ClusterSettings
    ) throws(InputError) -> Bool {
        guard let inner = try own?.message("endpointPickingPolicy") else { return false }
        try read(inner, &settings)
        settings.weighsLocalities = true
        settings.zoneAware = nil
        return true
    }

    private func takeSubset(_ own: ProtoFields?, _ settings: inout ClusterSettings) throws(InputError) -> Bool {
        guard let own, let inner = try own.message("subsetLbPolicy") else { return false }
        try read(inner, &settings)
        settings.subsets = try SubsetReader.settings(own)
        return true
    }
}

public import MeshModel

/// The properties of Istio's MeshConfig that affect endpoints.
public struct MeshConfig: Hashable, Sendable {
    /// The value of `serviceSettings`: the hosts that stay in their cluster.
    public var serviceSettings: [ClusterLocalHosts.Setting] = []
    /// The value of `defaultServiceExportTo`; empty for all namespaces.
    public var defaultServiceExportTo: [String] = []
    /// The value of `defaultDestinationRuleExportTo`; empty for all namespaces.
    public var defaultDestinationRuleExportTo: [String] = []
    /// `trustDomain`.
    public var trustDomain = "cluster.local"
    /// The value of `rootNamespace`, or `nil` if absent, which means the system namespace.
    public var rootNamespace: String?
    /// The value of `localityLbSetting`; enabled by default (EG-P2).
    public var localityLoadBalancing: LocalityLoadBalancing? = LocalityLoadBalancing()
    /// The value of `serviceScopeConfigs`: the services that ambient mode makes visible to other clusters (NI-114).
    public var serviceScopes: [ServiceScope] = []

    /// `discoverySelectors`: the namespaces whose objects exist for the control plane; empty for all (NI-5).
    public var discoverySelectors: [LabelSelector] = []

    /// `h2UpgradePolicy`: whether requests to HTTP ports go over HTTP/2.
    public var http2Upgrade = HTTP2Upgrade.doNotUpgrade

    /// The place, or `nil` for the defaults.
    public var location: SourceLocation?

    /// The defaults of the reference.
    public init() {}

    init(_ value: ManifestValue) throws(InputError) {
        let fields = try value.mapping("the mesh configuration")
        location = value.location
        for item in try fields["serviceSettings", or: "service_settings"]?.list() ?? [] {
            let entry = try item.mapping()
            let settings = try entry.mapping("settings")
            serviceSettings.append(
                ClusterLocalHosts.Setting(
                    isClusterLocal: try settings?["clusterLocal", or: "cluster_local"]?.boolean() ?? false,
                    hosts: try entry["hosts"]?.strings() ?? []
                )
            )
        }
        defaultServiceExportTo = try fields["defaultServiceExportTo", or: "default_service_export_to"]?.strings() ?? []
        defaultDestinationRuleExportTo =
            try fields["defaultDestinationRuleExportTo", or: "default_destination_rule_export_to"]?.strings() ?? []
        if let domain = fields["trustDomain", or: "trust_domain"] { trustDomain = try domain.string() }
        if let namespace = fields["rootNamespace", or: "root_namespace"] { rootNamespace = try namespace.string() }
        http2Upgrade =
            try HTTP2Upgrade(manifest: fields["h2UpgradePolicy", or: "h2_upgrade_policy"]) ?? .doNotUpgrade
        if let locality = fields["localityLbSetting", or: "locality_lb_setting"] {
            localityLoadBalancing = try LocalityLoadBalancing(manifest: locality)
        }
        if let scopes = fields["serviceScopeConfigs", or: "service_scope_configs"] {
            for item in try scopes.list("a list of service scopes") { serviceScopes.append(try ServiceScope(item)) }
        }
        for item in try fields["discoverySelectors", or: "discovery_selectors"]?.list("a list of label selectors") ?? []
        {
            discoverySelectors.append(try LabelSelector(item))
        }
        if localityLoadBalancing?.isEnabled == false { localityLoadBalancing = nil }
    }
}

public import MeshModel

/// A `networking.istio.io` DestinationRule in its source form.
public struct DestinationRuleManifest: Equatable, Sendable {
    /// The metadata.
    public var metadata: ObjectMetadata
    /// The unresolved host, which may be a short name.
    public var host: String
    /// The policy for the whole host.
    public var trafficPolicy: TrafficPolicy?
    /// The subsets.
    public var subsets: [DestinationRule.Subset]
    /// The visibility; empty for the mesh's default.
    public var exportTo: [String]
    /// The proxies to which it applies.
    public var workloadSelector: Labels?

    init(_ object: ManifestMapping, cluster: ClusterID) throws(InputError) {
        metadata = try ObjectMetadata(object, kind: "DestinationRule", isNamespaced: true, cluster: cluster)
        let spec = try object.required("spec", "the rule's specification").mapping()
        host = try spec.required("host", "a host name").string("a host name")
        trafficPolicy = try Self.policy(spec["trafficPolicy", or: "traffic_policy"])
        subsets = []
        for item in try spec.list("subsets") {
            let fields = try item.mapping()
            subsets.append(
                DestinationRule.Subset(
                    name: try fields.required("name", "the subset's name").string("the subset's name"),
                    labels: try fields["labels"]?.labels() ?? [:],
                    trafficPolicy: try Self.policy(fields["trafficPolicy", or: "traffic_policy"])
                )
            )
        }
        exportTo = try spec["exportTo", or: "export_to"]?.strings() ?? []
        if let selector = try spec["workloadSelector", or: "workload_selector"]?.mapping() {
            workloadSelector = try selector["matchLabels", or: "match_labels"]?.labels() ?? [:]
        }
    }

    private static func policy(_ value: ManifestValue?) throws(InputError) -> TrafficPolicy? {
        guard let fields = try value?.mapping() else { return nil }
        var policy = TrafficPolicy(settings: try settings(fields))
        for item in try fields["portLevelSettings", or: "port_level_settings"]?.list() ?? [] {
            let level = try item.mapping()
            let port = try level.mapping("port")?["number"]?.integer(0...65_535, "a port number") ?? 0
            policy.portLevels.append(TrafficPolicy.PortLevel(port: port, settings: try settings(level)))
        }
        return policy
    }

    private static func settings(_ fields: ManifestMapping) throws(InputError) -> TrafficPolicy.Settings {
        var settings = TrafficPolicy.Settings()
        if let balancer = try fields["loadBalancer", or: "load_balancer"]?.mapping() {
            settings.hasLoadBalancer = true
            settings.loadBalancer = try LoadBalancer(manifest: balancer)
            settings.localityLoadBalancing = try LocalityLoadBalancing(
                manifest: balancer["localityLbSetting", or: "locality_lb_setting"]
            )
        }
        if let pool = try fields["connectionPool", or: "connection_pool"]?.mapping() {
            let http = try pool.mapping("http")
            settings.http2Upgrade =
                try HTTP2Upgrade(manifest: http?["h2UpgradePolicy", or: "h2_upgrade_policy"]) ?? .default
        }
        if let detection = try fields["outlierDetection", or: "outlier_detection"]?.mapping() {
            settings.outlierDetection = try TrafficPolicy.OutlierDetection(manifest: detection)
        }
        if let tls = try fields.mapping("tls") {
            let text = try tls.string("mode")
            guard let mode = ClientTLSMode(rawValue: text.isEmpty ? "DISABLE" : text) else {
                throw InputError(
                    .value,
                    at: tls["mode"]?.location ?? tls.value.location,
                    "\"\(text)\" is no TLS mode, expected DISABLE, SIMPLE, MUTUAL or ISTIO_MUTUAL"
                )
            }
            settings.tlsMode = mode
        }
        return settings
    }
}

internal import EndpointTranslation
internal import MeshModel
internal import TextFormats

/// A cluster with endpoints from EDS, as istiod 1.30 configures it.
///
/// Source: istio/pilot/pkg/networking/core/cluster_traffic_policy.go (`applyLoadBalancer`, `applyOutlierDetection`,
/// `setSlowStartConfig`, `applyH2Upgrade`).
struct ClusterDocument {
    private let cluster: BootstrapCluster
    private let source: JSONValue
    private let upstreamTLS: TLSFiles?

    init(_ cluster: BootstrapCluster, source: JSONValue, upstreamTLS: TLSFiles?) {
        self.cluster = cluster
        self.source = source
        self.upstreamTLS = upstreamTLS
    }

    var json: JSONValue {
        Fields.object { document in
            document.add("name", cluster.name)
            if cluster.usesEDS {
                document.add("type", "EDS")
                document.add("eds_cluster_config") { $0.add("eds_config", source) }
            } else {
                document.add("type", "ORIGINAL_DST")
            }
            // The default of MeshConfig's connectTimeout.
            document.add("connect_timeout", "10s")
            addPolicy(to: &document)
            addCommon(to: &document)
            if let detection = cluster.configured?.outlierDetection {
                document.add("outlier_detection", OutlierDetectionDocument.json(detection))
            }
            if cluster.configured?.application != .other {
                let isHTTP2 = cluster.configured?.isHTTP2 ?? false
                document.add("typed_extension_protocol_options", HTTPOptionsDocument.json(isHTTP2: isHTTP2))
            }
            if let upstreamTLS, cluster.usesEDS {
                document.add("transport_socket_matches", socketMatches(upstreamTLS))
            }
        }
    }

    private func addPolicy(to document: inout Fields) {
        switch cluster.configured?.policy {
        case .leastRequest, nil:
            document.add("lb_policy", "LEAST_REQUEST")
            addSlowStart("least_request_lb_config", to: &document)
        case .roundRobin:
            document.add("lb_policy", "ROUND_ROBIN")
            addSlowStart("round_robin_lb_config", to: &document)
        case .random: document.add("lb_policy", "RANDOM")
        case .ringHash(let size):
            document.add("lb_policy", "RING_HASH")
            if let size { document.add("ring_hash_lb_config") { $0.add("minimum_ring_size", size) } }
        case .maglev(let size):
            document.add("lb_policy", "MAGLEV")
            if let size { document.add("maglev_lb_config") { $0.add("table_size", size) } }
        case .passthrough: document.add("lb_policy", "CLUSTER_PROVIDED")
        }
    }

    private func addSlowStart(_ name: String, to document: inout Fields) {
        guard let warmup = cluster.configured?.warmup, warmup.seconds > 0 else { return }
        document.add(name) { policy in
            policy.add("slow_start_config") { start in
                start.add("slow_start_window", Fields.duration(warmup.seconds))
                if warmup.aggression != 1 {
                    start.add("aggression") { aggression in
                        aggression.add("default_value", JSONValue(warmup.aggression))
                        aggression.add("runtime_key", "eds_translator.slow_start.aggression")
                    }
                }
                start.add("min_weight_percent") { $0.add("value", JSONValue(warmup.minimumPercent)) }
            }
        }
    }

    private func addCommon(to document: inout Fields) {
        let threshold = cluster.configured?.panicThreshold ?? 50
        guard cluster.weighsLocalities || threshold != 50 else { return }
        document.add("common_lb_config") { common in
            if threshold != 50 { common.add("healthy_panic_threshold") { $0.add("value", threshold) } }
            if cluster.weighsLocalities { common.add("locality_weighted_lb_config", .object([])) }
        }
    }

    /// TLS for endpoints that are marked so, with the server name by which gateways choose.
    private func socketMatches(_ files: TLSFiles) -> JSONValue {
        let isHTTP2 = cluster.configured?.isHTTP2 ?? false
        let mutual = Fields.object { match in
            match.add("name", "tlsMode-istio")
            match.add("match") { $0.add("tlsMode", "istio") }
            match.add(
                "transport_socket",
                TransportSocketDocument.tls(
                    serverName: cluster.serverName,
                    protocols: ["istio", isHTTP2 ? "h2" : "http/1.1"],
                    files
                )
            )
        }
        let plain = Fields.object { match in
            match.add("name", "tlsMode-disabled")
            match.add("match", .object([]))
            match.add("transport_socket", TransportSocketDocument.plain)
        }
        return .array([mutual, plain])
    }
}

extension EnvoyBootstrap {
    private static let managementCluster = "xds"
    private static let clusterFile = "clusters.json"

    /// The bootstrap in Envoy's format.
    public var json: JSONValue {
        var resources: JSONValue = [:]
        if let source = aggregatedSource { resources = resources.merging(["ads_config": source]) }
        if let clusterDirectory {
            let file: JSONValue = [
                "path": .string(clusterDirectory.file(Self.clusterFile)),
                "watched_directory": ["path": .string(clusterDirectory.path)],
            ]
            let source: JSONValue = ["resource_api_version": "V3", "path_config_source": file]
            resources = resources.merging(["cds_config": source])
        }
        let clusters = clusterDirectory == nil ? self.clusters.map(cluster) : []
        return [
            "node": node.json,
            "admin": ["address": Self.address(NetworkEndpoint("127.0.0.1", 0))],
            "static_resources": [
                "listeners": .array(self.clusters.map(listener(of:))),
                "clusters": .array(clusters + managementClusters),
            ],
            "dynamic_resources": resources,
        ]
    }

    /// Writes ``clusters`` into ``clusterDirectory``, or replaces them there; a running Envoy applies them at once.
    ///
    /// Listeners are made for the clusters known when Envoy starts. Throws the error of the file system.
    public func writeClusters() throws {
        let type = "envoy.config.cluster.v3.Cluster"
        let response: JSONValue = ["resources": .array(clusters.map { Self.typed(type, cluster($0)) })]
        try clusterDirectory?.write(try response.serialized(), to: Self.clusterFile)
    }

    // MARK: Sources of endpoints

    private var aggregatedSource: JSONValue? {
        switch flavour {
        case .adsSotw: return gRPCSource("GRPC")
        case .adsDelta: return gRPCSource("DELTA_GRPC")
        case .sotw, .delta, .rest, .restHTTP2, .file: return nil
        }
    }

    private func endpointSource(of cluster: EDSCluster) -> JSONValue {
        switch flavour {
        case .sotw: return ["api_config_source": gRPCSource("GRPC")]
        case .delta: return ["api_config_source": gRPCSource("DELTA_GRPC")]
        case .adsSotw, .adsDelta: return ["ads": [:]]
        case .rest, .restHTTP2:
            return [
                "api_config_source": [
                    "api_type": "REST", "transport_api_version": "V3",
                    "cluster_names": [.string(Self.managementCluster)],
                    "refresh_delay": "1s", "request_timeout": "2s",
                ]
            ]
        case .file(let directory):
            let file = EndpointFiles.path(in: directory, of: cluster.resourceName)
            return ["path_config_source": ["path": .string(file), "watched_directory": ["path": .string(directory)]]]
        }
    }

    private func gRPCSource(_ type: String) -> JSONValue {
        [
            "api_type": .string(type), "transport_api_version": "V3",
            "grpc_services": [["envoy_grpc": ["cluster_name": .string(Self.managementCluster)]]],
            "set_node_on_first_message_only": .bool(setNodeOnFirstMessageOnly),
        ]
    }

    private var managementClusters: [JSONValue] {
        if case .file = flavour { return [] }
        var cluster: JSONValue = [
            "name": .string(Self.managementCluster), "type": "STATIC", "connect_timeout": "1s",
            "load_assignment": [
                "cluster_name": .string(Self.managementCluster),
                "endpoints": [["lb_endpoints": [["endpoint": ["address": Self.address(managementServer)]]]]],
            ],
        ]
        let version = flavour == .rest ? "http_protocol_options" : "http2_protocol_options"
        cluster = cluster.merging(Self.httpOptions(["explicit_http_config": [version: [:]]]))
        if let managementTLS { cluster = cluster.merging(["transport_socket": socket(of: managementTLS)]) }
        return [cluster]
    }

    // MARK: Clusters and listeners

    private func cluster(_ cluster: EDSCluster) -> JSONValue {
        var source = endpointSource(of: cluster).merging(["resource_api_version": "V3"])
        if let seconds = cluster.initialFetchTimeout {
            source = source.merging(["initial_fetch_timeout": "\(seconds)s"])
        }
        var discovery: JSONValue = ["eds_config": source]
        if let name = cluster.serviceName { discovery = discovery.merging(["service_name": .string(name)]) }
        var described: JSONValue = [
            "name": .string(cluster.name), "type": "EDS", "connect_timeout": "\(cluster.connectTimeout)s",
            "lb_policy": "ROUND_ROBIN",
            "eds_cluster_config": discovery,
            "common_lb_config": ["locality_weighted_lb_config": [:]],
        ]
        described = described.merging(
            Self.httpOptions([
                "common_http_protocol_options": ["max_requests_per_connection": 1],
                "explicit_http_config": ["http_protocol_options": [:]],
            ])
        )
        if cluster.matchesTLSMode {
            described = described.merging(["transport_socket_matches": Self.socketMatches(cluster.serverName)])
        }
        return described.merging(cluster.fields)
    }

    private func listener(of cluster: EDSCluster) -> JSONValue {
        let route: JSONValue = ["match": ["prefix": "/"], "route": ["cluster": .string(cluster.name)]]
        let routes: JSONValue = [
            "virtual_hosts": [["name": "all", "domains": ["*"], "routes": [route]]],
            // Clusters from a file do not exist yet when listeners are read.
            "validate_clusters": .bool(clusterDirectory == nil),
        ]
        let manager: JSONValue = [
            "stat_prefix": .string(cluster.name),
            "route_config": routes,
            "http_filters": [
                [
                    "name": "envoy.filters.http.router",
                    "typed_config": Self.typed("envoy.extensions.filters.http.router.v3.Router"),
                ]
            ],
        ]
        let type = "envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager"
        let filter: JSONValue = [
            "name": "envoy.filters.network.http_connection_manager", "typed_config": Self.typed(type, manager),
        ]
        return [
            "name": .string(cluster.name),
            "address": Self.address(NetworkEndpoint("127.0.0.1", 0)),
            "filter_chains": [["filters": [filter]]],
        ]
    }

    // MARK: Transport sockets

    private static func socketMatches(_ serverName: String) -> JSONValue {
        let tls: JSONValue = [
            "sni": .string(serverName), "common_tls_context": ["alpn_protocols": ["istio", "http/1.1"]],
        ]
        return [
            ["name": "tlsMode-istio", "match": ["tlsMode": "istio"], "transport_socket": tlsSocket(tls)],
            [
                "name": "tlsMode-disabled", "match": [:],
                "transport_socket": [
                    "name": "envoy.transport_sockets.raw_buffer",
                    "typed_config": typed("envoy.extensions.transport_sockets.raw_buffer.v3.RawBuffer"),
                ],
            ],
        ]
    }

    private func socket(of management: ManagementTLS) -> JSONValue {
        var context: JSONValue = [
            "alpn_protocols": [flavour == .rest ? "http/1.1" : "h2"],
            "validation_context": ["trusted_ca": ["filename": .string(management.authority)]],
        ]
        if let certificate = management.certificate, let key = management.key {
            let identity: JSONValue = [
                "certificate_chain": ["filename": .string(certificate)], "private_key": ["filename": .string(key)],
            ]
            context = context.merging(["tls_certificates": [identity]])
        }
        return Self.tlsSocket(["common_tls_context": context])
    }

    private static func tlsSocket(_ context: JSONValue) -> JSONValue {
        [
            "name": "envoy.transport_sockets.tls",
            "typed_config": typed("envoy.extensions.transport_sockets.tls.v3.UpstreamTlsContext", context),
        ]
    }

    // MARK: Small parts

    private static func httpOptions(_ options: JSONValue) -> JSONValue {
        let type = "envoy.extensions.upstreams.http.v3.HttpProtocolOptions"
        return ["typed_extension_protocol_options": [type: typed(type, options)]]
    }

    private static func typed(_ type: String, _ fields: JSONValue = [:]) -> JSONValue {
        fields.merging(["@type": "type.googleapis.com/\(type)"])
    }

    private static func address(_ endpoint: NetworkEndpoint) -> JSONValue {
        ["socket_address": ["address": .string(endpoint.address), "port_value": .integer(endpoint.port)]]
    }
}

internal import TextFormats

extension EnvoyBootstrap {
    /// The source of the aggregated stream; nil without one.
    var aggregatedSource: JSONValue? {
        switch delivery {
        case .aggregated: stream("GRPC")
        case .deltaAggregated: stream("DELTA_GRPC")
        case .stream, .deltaStream, .rest, .files: nil
        }
    }

    /// The source of a cluster's endpoints.
    func endpointSource(of cluster: BootstrapCluster) -> JSONValue {
        Fields.object { source in
            source.add("resource_api_version", "V3")
            switch delivery {
            case .aggregated, .deltaAggregated: source.add("ads", .object([]))
            case .stream: source.add("api_config_source", stream("GRPC"))
            case .deltaStream: source.add("api_config_source", stream("DELTA_GRPC"))
            case .rest:
                source.add("api_config_source") { polling in
                    polling.add("api_type", "REST")
                    polling.add("transport_api_version", "V3")
                    polling.add("cluster_names", .array([.string(Self.managementCluster)]))
                    polling.add("refresh_delay", "1s")
                    polling.add("request_timeout", "5s")
                }
            case .files(let folder, let names):
                source.add("path_config_source") { file in
                    file.add("path", "\(folder)/\(names[cluster.name] ?? cluster.name).json")
                    file.add("watched_directory") { $0.add("path", folder) }
                }
            }
        }
    }

    private func stream(_ type: String) -> JSONValue {
        Fields.object { source in
            source.add("api_type", type)
            source.add("transport_api_version", "V3")
            source.add("set_node_on_first_message_only", true)
            let service = Fields.object { service in
                service.add("envoy_grpc") { $0.add("cluster_name", Self.managementCluster) }
            }
            source.add("grpc_services", .array([service]))
        }
    }
}

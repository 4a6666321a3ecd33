internal import EndpointTranslation
internal import MeshModel
internal import TextFormats

/// A listener on 127.0.0.1 that sends everything to one cluster: requests of an HTTP port, connections of any other.
struct ListenerDocument {
    private static let filters = "envoy.extensions.filters"
    private let cluster: BootstrapCluster
    private let port: Int

    init(_ cluster: BootstrapCluster, port: Int) {
        self.cluster = cluster
        self.port = port
    }

    var json: JSONValue {
        Fields.object { listener in
            listener.add("name", cluster.name)
            listener.add("address", AddressDocument.socket("127.0.0.1", port))
            let isHTTP = cluster.configured?.application != .other
            let chain = Fields.object { $0.add("filters", .array([isHTTP ? http : tcp])) }
            listener.add("filter_chains", .array([chain]))
        }
    }

    private var http: JSONValue {
        let type = "\(Self.filters).network.http_connection_manager.v3.HttpConnectionManager"
        return Fields.object { filter in
            filter.add("name", "envoy.filters.network.http_connection_manager")
            filter.add("typed_config", typed: type) { manager in
                manager.add("stat_prefix", cluster.name)
                manager.add("route_config") { $0.add("virtual_hosts", .array([virtualHost])) }
                let router = Fields.object { router in
                    router.add("name", "envoy.filters.http.router")
                    router.add("typed_config", typed: "\(Self.filters).http.router.v3.Router")
                }
                manager.add("http_filters", .array([router]))
            }
        }
    }

    private var virtualHost: JSONValue {
        let route = Fields.object { route in
            route.add("match") { $0.add("prefix", "/") }
            route.add("route") { action in
                action.add("cluster", cluster.name)
                // Istio's default; Envoy ends requests after 15 s.
                action.add("timeout", "0s")
                if let policy = hashPolicy { action.add("hash_policy", .array([policy])) }
            }
        }
        return Fields.object { host in
            host.add("name", "all")
            host.add("domains", .array([.string("*")]))
            host.add("routes", .array([route]))
        }
    }

    /// Source: istio/pilot/pkg/networking/core/route/route.go (`consistentHashToHashPolicy`).
    private var hashPolicy: JSONValue? {
        guard let key = cluster.configured?.hashKey else { return nil }
        return Fields.object { policy in
            switch key {
            case .header(let name): policy.add("header") { $0.add("header_name", name) }
            case .cookie(let name, let path, let timeToLive):
                policy.add("cookie") { cookie in
                    cookie.add("name", name)
                    if let timeToLive { cookie.add("ttl", Fields.duration(timeToLive)) }
                    if !path.isEmpty { cookie.add("path", path) }
                }
            case .sourceAddress: policy.add("connection_properties") { $0.add("source_ip", true) }
            case .queryParameter(let name): policy.add("query_parameter") { $0.add("name", name) }
            }
        }
    }

    /// Of the keys a connection has only its address; source: core/networkfilter.go (`maybeSetHashPolicy`).
    private var tcp: JSONValue {
        Fields.object { filter in
            filter.add("name", "envoy.filters.network.tcp_proxy")
            filter.add("typed_config", typed: "\(Self.filters).network.tcp_proxy.v3.TcpProxy") { proxy in
                proxy.add("stat_prefix", cluster.name)
                proxy.add("cluster", cluster.name)
                guard cluster.configured?.hashKey == .sourceAddress else { return }
                let policy = Fields.object { $0.add("source_ip", .object([])) }
                proxy.add("hash_policy", .array([policy]))
            }
        }
    }
}

internal import TextFormats

/// The cluster of the xDS server.
struct ManagementClusterDocument {
    private let server: ManagementServer
    private let isHTTP1: Bool

    init(_ server: ManagementServer, isHTTP1: Bool) {
        self.server = server
        self.isHTTP1 = isHTTP1
    }

    var json: JSONValue {
        Fields.object { cluster in
            cluster.add("name", EnvoyBootstrap.managementCluster)
            cluster.add("type", type)
            cluster.add("connect_timeout", "5s")
            cluster.add("load_assignment") { assignment in
                assignment.add("cluster_name", EnvoyBootstrap.managementCluster)
                let endpoint = Fields.object { $0.add("endpoint") { $0.add("address", address) } }
                let group = Fields.object { $0.add("lb_endpoints", .array([endpoint])) }
                assignment.add("endpoints", .array([group]))
            }
            cluster.add("typed_extension_protocol_options", HTTPOptionsDocument.json(isHTTP2: !isHTTP1))
            // A dead server is noticed although the client only waits for it.
            cluster.add("upstream_connection_options") { options in
                options.add("tcp_keepalive") { $0.add("keepalive_time", 300) }
            }
            if let tls = server.tls { cluster.add("transport_socket", socket(tls)) }
        }
    }

    private var type: String {
        if case .hostname = server.address { return "STRICT_DNS" }
        return "STATIC"
    }

    private var address: JSONValue {
        switch server.address {
        case .address(let host, let port), .hostname(let host, let port): AddressDocument.socket(host, port)
        case .unixSocket(let path): AddressDocument.pipe(path)
        }
    }

    private func socket(_ tls: ManagementServer.TLS) -> JSONValue {
        var serverName = tls.serverName ?? ""
        var verified = tls.serverName.map { (kind: "DNS", name: $0) }
        if tls.serverName == nil {
            switch server.address {
            case .address(let address, _): verified = ("IP_ADDRESS", address)
            case .hostname(let host, _):
                serverName = host
                verified = ("DNS", host)
            case .unixSocket: break
            }
        }
        return TransportSocketDocument.tls(
            serverName: serverName,
            protocols: [isHTTP1 ? "http/1.1" : "h2"],
            tls.files,
            verifying: verified
        )
    }
}

public import MeshModel
public import TextFormats

/// The xDS bootstrap of a gRPC library (gRFC A27): one server, and the node.
///
/// TLS is the channel credential of gRFC A65.
public struct GRPCBootstrap: Sendable {
    /// The node.
    public var node: EnvoyNode
    /// The xDS server.
    public var server: ManagementServer

    /// Makes a bootstrap.
    public init(node: EnvoyNode, server: ManagementServer) {
        self.node = node
        self.server = server
    }

    /// The bootstrap in the form of `GRPC_XDS_BOOTSTRAP`.
    public var json: JSONValue {
        let entry = Fields.object { entry in
            entry.add("server_uri", uri)
            entry.add("channel_creds", .array([credentials]))
            entry.add("server_features", .array([.string("xds_v3")]))
        }
        return Fields.object { document in
            document.add("xds_servers", .array([entry]))
            document.add("node", NodeDocument.json(node))
        }
    }

    private var uri: String {
        switch server.address {
        case .address(let host, let port), .hostname(let host, let port): AddressText.hostPort(host, port)
        case .unixSocket(let path): "unix:\(path)"
        }
    }

    private var credentials: JSONValue {
        Fields.object { credentials in
            guard let tls = server.tls else { return credentials.add("type", "insecure") }
            credentials.add("type", "tls")
            credentials.add("config") { config in
                if let certificate = tls.files.certificate, let key = tls.files.key {
                    config.add("certificate_file", certificate)
                    config.add("private_key_file", key)
                }
                config.add("ca_certificate_file", tls.files.authorities)
            }
        }
    }
}

internal import TextFormats

/// The HTTP version of a cluster.
enum HTTPOptionsDocument {
    static func json(isHTTP2: Bool) -> JSONValue {
        let type = "envoy.extensions.upstreams.http.v3.HttpProtocolOptions"
        return Fields.object { options in
            options.add(type, typed: type) { http in
                http.add("explicit_http_config") {
                    $0.add(isHTTP2 ? "http2_protocol_options" : "http_protocol_options", .object([]))
                }
            }
        }
    }
}

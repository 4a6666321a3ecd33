internal import TextFormats

/// Transport sockets of clusters.
enum TransportSocketDocument {
    /// Returns TLS with a server name, which is left out if it is empty.
    ///
    /// - Parameters:
    ///   - serverName: the name to send.
    ///   - protocols: the protocols to offer.
    ///   - files: the certificates.
    ///   - verified: the kind (`DNS` or `IP_ADDRESS`) and the value of the name in the server's certificate; nil for any.
    static func tls(
        serverName: String,
        protocols: [String],
        _ files: TLSFiles,
        verifying verified: (kind: String, name: String)? = nil
    ) -> JSONValue {
        Fields.object { socket in
            socket.add("name", "envoy.transport_sockets.tls")
            socket.add("typed_config", typed: "envoy.extensions.transport_sockets.tls.v3.UpstreamTlsContext") { tls in
                if !serverName.isEmpty { tls.add("sni", serverName) }
                tls.add("common_tls_context") { common in
                    common.add("alpn_protocols", .array(protocols.map { .string($0) }))
                    if let certificate = files.certificate, let key = files.key {
                        common.add("tls_certificates", .array([identity(certificate, key)]))
                    }
                    common.add("validation_context") { validation in
                        validation.add("trusted_ca") { $0.add("filename", files.authorities) }
                        guard let verified else { return }
                        validation.add("match_typed_subject_alt_names", .array([name(verified)]))
                    }
                }
            }
        }
    }

    static let plain = Fields.object { socket in
        socket.add("name", "envoy.transport_sockets.raw_buffer")
        socket.add("typed_config", typed: "envoy.extensions.transport_sockets.raw_buffer.v3.RawBuffer")
    }

    private static func identity(_ certificate: String, _ key: String) -> JSONValue {
        Fields.object { identity in
            identity.add("certificate_chain") { $0.add("filename", certificate) }
            identity.add("private_key") { $0.add("filename", key) }
        }
    }

    private static func name(_ verified: (kind: String, name: String)) -> JSONValue {
        Fields.object { name in
            name.add("san_type", verified.kind)
            name.add("matcher") { $0.add("exact", verified.name) }
        }
    }
}

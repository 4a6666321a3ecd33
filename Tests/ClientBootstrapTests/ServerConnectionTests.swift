import ClientBootstrap
import MeshModel
import Testing
import TextFormats
import TranslationTestSupport

@Suite("Connections of bootstraps to the server")
struct ServerConnectionTests {
    private static let node = EnvoyNode.sidecar("10.1.9.1", network: "east", cluster: "east")
    private static let tls = ManagementServer.TLS(
        TLSFiles(authorities: "ca.pem", certificate: "cert.pem", key: "key.pem")
    )

    private func envoy(_ delivery: BootstrapDelivery, _ server: ManagementServer) -> JSONValue {
        EnvoyBootstrap(
            node: Self.node,
            server: server,
            delivery: delivery,
            clusters: [BootstrapCluster("a/b", nil, encoding: .endpointWeights)]
        ).json
    }

    private func clusters(_ document: JSONValue) -> [JSONValue] {
        document["static_resources"]?["clusters"]?.elements ?? []
    }

    @Test(
        "Each delivery has its source",
        arguments: [
            (BootstrapDelivery.aggregated, #""ads":{}"#), (.deltaAggregated, #""ads":{}"#),
            (.stream, #""api_type":"GRPC""#), (.deltaStream, #""api_type":"DELTA_GRPC""#),
            (.rest, #""api_type":"REST""#), (.files(folder: "eds", names: ["a/b": "a_b"]), #""path":"eds/a_b.json""#),
        ]
    )
    func deliveries(delivery: BootstrapDelivery, source: String) throws {
        let document = envoy(delivery, ManagementServer(.address("127.0.0.1", port: 18_000)))
        let cluster = try #require(clusters(document).first)
        #expect(try #require(cluster["eds_cluster_config"]).text().contains(source))
        let aggregated = document["dynamic_resources"]?["ads_config"]?["api_type"]
        switch delivery {
        case .aggregated: #expect(aggregated == .string("GRPC"))
        case .deltaAggregated: #expect(aggregated == .string("DELTA_GRPC"))
        default: #expect(aggregated == nil)
        }
        if case .files = delivery {
            #expect(clusters(document).count == 1)
        } else {
            let version = delivery == .rest ? #""http_protocol_options":{}"# : #""http2_protocol_options":{}"#
            #expect(try #require(clusters(document).last).text().contains(version))
        }
    }

    @Test(
        "An address is static, a host name is resolved, and a Unix socket is a pipe",
        arguments: [
            (ManagementServer.Address.address("::1", port: 1), "STATIC", #""address":"::1""#),
            (.hostname("xds.test", port: 2), "STRICT_DNS", #""address":"xds.test""#),
            (.unixSocket(path: "/run/eds.sock"), "STATIC", #""pipe":{"path":"/run/eds.sock"}"#),
        ]
    )
    func addresses(address: ManagementServer.Address, type: String, text: String) throws {
        let cluster = try #require(clusters(envoy(.aggregated, ManagementServer(address))).last)
        #expect(cluster["type"] == .string(type))
        #expect(cluster.text().contains(text))
        #expect(cluster["transport_socket"] == nil)
    }

    @Test("The server's certificate must have the name or the address")
    func names() throws {
        func socket(_ address: ManagementServer.Address, name: String? = nil) throws -> String {
            var tls = Self.tls
            tls.serverName = name
            let cluster = try #require(clusters(envoy(.rest, ManagementServer(address, tls: tls))).last)
            return try #require(cluster["transport_socket"]).text()
        }
        let address = try socket(.address("10.0.0.1", port: 1))
        #expect(
            address.contains(#""san_type":"IP_ADDRESS","matcher":{"exact":"10.0.0.1"}"#) && !address.contains("sni")
        )
        #expect(address.contains(#""alpn_protocols":["http/1.1"]"#) && address.contains(#""filename":"cert.pem""#))
        let host = try socket(.hostname("xds.test", port: 1))
        #expect(
            host.contains(#""sni":"xds.test""#) && host.contains(#""san_type":"DNS","matcher":{"exact":"xds.test"}"#)
        )
        let named = try socket(.address("10.0.0.1", port: 1), name: "other.test")
        #expect(named.contains(#""sni":"other.test""#) && named.contains(#"{"exact":"other.test"}"#))
    }

    @Test("A node without a service cluster gets that of its workload, since Envoy requires one")
    func nodes() {
        func cluster(_ node: EnvoyNode) -> JSONValue? {
            GRPCBootstrap(node: node, server: ManagementServer(.address("127.0.0.1", port: 1))).json["node"]?["cluster"]
        }
        #expect(cluster(Self.node) == .string("client.shop"))
        #expect(cluster(EnvoyNode(id: "plain")) == .string("plain"))
        #expect(cluster(EnvoyNode(id: "plain", cluster: "own")) == .string("own"))
    }

    @Test("gRPC's bootstrap names the server, its credentials and the node")
    func grpc() {
        let plain = GRPCBootstrap(
            node: EnvoyNode(id: "a", locality: Locality(region: "r", zone: "z")),
            server: ManagementServer(.address("::1", port: 18_000))
        )
        #expect(
            plain.json.text()
                == #"{"xds_servers":[{"server_uri":"[::1]:18000","channel_creds":[{"type":"insecure"}],"#
                + #""server_features":["xds_v3"]}],"#
                + #""node":{"id":"a","cluster":"a","locality":{"region":"r","zone":"z"}}}"#
        )
        let secured = GRPCBootstrap(
            node: Self.node,
            server: ManagementServer(.hostname("xds.test", port: 443), tls: Self.tls)
        )
        #expect(
            secured.json["xds_servers"]?.first?["channel_creds"]?.text()
                == #"[{"type":"tls","config":{"certificate_file":"cert.pem","private_key_file":"key.pem","#
                + #""ca_certificate_file":"ca.pem"}}]"#
        )
    }
}

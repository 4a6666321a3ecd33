import DiscoveryServer
import GRPCTransport
import MeshSources
import Testing

@Suite("Client authorization rules (XP-O8)")
struct ClientAuthorizationTests {
    private static let rules = """
        - identity: spiffe://cluster.local/ns/shop/sa/*
          nodes: ["sidecar~**", shop-gateway]
          namespaces: [shop]
        - identity: spiffe://cluster.local/ns/shop/sa/admin
          namespaces: [bank]
        - identity: Gateway.Test
          nodes: [gateway]
        """

    private static func authorization(_ text: String = rules) throws -> ClientAuthorization {
        ClientAuthorization(try AuthorizationRule.rules(of: SourceFile(path: "rules.yaml", text: text)))
    }

    private static func shop(_ account: String) -> PeerIdentity {
        PeerIdentity(uris: ["spiffe://cluster.local/ns/shop/sa/\(account)"])
    }

    @Test("A claim is permitted if a single rule permits all of it")
    func allowed() throws {
        let authorization = try Self.authorization()
        #expect(authorization.rejection(of: Self.shop("web"), as: "sidecar~a~b~c", namespace: "shop") == nil)
        #expect(authorization.rejection(of: Self.shop("web"), as: "shop-gateway", namespace: "shop") == nil)
        #expect(authorization.rejection(of: Self.shop("admin"), as: "anything", namespace: "bank") == nil)
        let gateway = PeerIdentity(dnsNames: ["gateway.test"])
        #expect(authorization.rejection(of: gateway, as: "gateway", namespace: "anywhere") == nil)
    }

    @Test("Every other claim is rejected with PERMISSION_DENIED")
    func denied() throws {
        let authorization = try Self.authorization()
        let cases: [(PeerIdentity, String, String)] = [
            (Self.shop("web"), "sidecar~a~b~c", "bank"),
            (Self.shop("web"), "router~a~b~c", "shop"),
            // Each half is permitted by another rule.
            (Self.shop("admin"), "router~a~b~c", "shop"),
            (PeerIdentity(uris: ["spiffe://other/ns/shop/sa/web"]), "sidecar~a~b~c", "shop"),
            // A DNS name that looks like a URI, and a URI that looks like a DNS name.
            (PeerIdentity(dnsNames: ["spiffe://cluster.local/ns/shop/sa/web"]), "sidecar~a~b~c", "shop"),
            (PeerIdentity(uris: ["gateway.test"]), "gateway", "shop"),
            // A star in a certificate is literal.
            (PeerIdentity(dnsNames: ["*.test"]), "gateway", "shop"),
        ]
        for (peer, node, namespace) in cases {
            #expect(authorization.rejection(of: peer, as: node, namespace: namespace)?.code == .permissionDenied)
        }
        let nobody = try Self.authorization("[]")
        #expect(
            nobody.rejection(of: Self.shop("web"), as: "sidecar~a~b~c", namespace: "shop")?.code == .permissionDenied
        )
    }

    @Test("Clients without a name are rejected with UNAUTHENTICATED", arguments: [nil, PeerIdentity()])
    func unauthenticated(peer: PeerIdentity?) throws {
        let authorization = try Self.authorization()
        #expect(authorization.rejection(of: peer, as: "gateway", namespace: "shop")?.code == .unauthenticated)
    }

    @Test(
        "Invalid rules are reported with their position",
        arguments: [
            ("", "rules.yaml: the file is empty, expected a list of rules"),
            ("a: 1", "rules.yaml:1:1: found an object, expected a list of rules"),
            ("- nodes: [a]", "rules.yaml:1:3: the field \"identity\" is missing"),
            (
                "- identity: a\n  node: b",
                "rules.yaml:2:9: unknown field \"node\", expected identity, nodes, namespaces"
            ),
            ("- identity: a\n  nodes: b", "rules.yaml:2:10: found the text \"b\", expected a list"),
            ("- identity: a\n  nodes: [b, \"**c\"]", "rules.yaml:2:14: \"**c\" is no pattern, expected"),
            ("- identity: a\n  namespaces: [1]", "rules.yaml:2:16: found the number 1"),
            ("- identity: \"\"", "rules.yaml:1:13: \"\" is no pattern, expected"),
            ("- identity: [", "rules.yaml:2:1"),
        ]
    )
    func errors(text: String, message: String) {
        let error = #expect(throws: InputError.self) { _ = try Self.authorization(text) }
        #expect(error?.description.hasPrefix(message) == true, "\(error?.description ?? "")")
    }
}

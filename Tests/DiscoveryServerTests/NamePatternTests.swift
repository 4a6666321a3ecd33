import MeshSources
import Testing

@Suite("Name patterns")
struct NamePatternTests {
    @Test(
        "A pattern matches exactly the expected names",
        arguments: [
            ("spiffe://a/ns/shop/sa/*", "spiffe://a/ns/shop/sa/web", true),
            ("spiffe://a/ns/shop/sa/*", "spiffe://a/ns/shop/sa/", false),
            ("spiffe://a/ns/shop/sa/*", "spiffe://a/ns/shop/sa/web/more", false),
            ("spiffe://a/ns/shop/sa/*", "spiffe://a/ns/shops/sa/web", false),
            ("spiffe://a/ns/*/sa/web", "spiffe://a/ns/shop/sa/web", true),
            ("spiffe://a/ns/*/sa/web", "spiffe://a/ns/shop/x/sa/web", false),
            ("spiffe://a/ns/shop/sa/web-*", "spiffe://a/ns/shop/sa/web-1", true),
            ("spiffe://a/ns/shop/sa/web-*", "spiffe://a/ns/shop/sa/web", false),
            ("spiffe://a/ns/shop/sa/w*b*1", "spiffe://a/ns/shop/sa/web-bb-1", true),
            ("spiffe://a/ns/shop/sa/w*b*1", "spiffe://a/ns/shop/sa/we-1", false),
            ("spiffe://a/ns/shop/sa/a*a", "spiffe://a/ns/shop/sa/a", false),
            ("spiffe://a/ns/shop/**", "spiffe://a/ns/shop/sa/web", true),
            ("spiffe://a/ns/shop/**", "spiffe://a/ns/shop", false),
            ("spiffe://a/ns/shop**", "spiffe://a/ns/shopping/sa/web", true),
            ("spiffe://a/x", "spiffe://a/x", true),
            ("spiffe://a/x", "spiffe://a/X", false),
            ("*", "", true),
            ("*", "spiffe://a/x/y", true),
        ]
    )
    func slashes(pattern: String, name: String, fits: Bool) throws {
        #expect(try #require(NamePattern(pattern, separator: .slash)).matches(name) == fits)
    }

    @Test("A pattern uses the separator of its kind of names")
    func separators() throws {
        let node = try #require(NamePattern("sidecar~*~*.shop~**", separator: .tilde))
        #expect(node.matches("sidecar~10.0.0.1~web-1.shop~shop.svc.cluster.local"))
        #expect(!node.matches("sidecar~10.0.0.1~web-1.bank~x.shop~shop.svc.cluster.local"))
        #expect(!node.matches("router~10.0.0.1~web-1.shop~shop.svc.cluster.local"))
        let host = try #require(NamePattern("*.shop.test", separator: .dot))
        #expect(host.matches("web.shop.test"))
        #expect(!host.matches("a.web.shop.test"))
        #expect(!host.matches(".shop.test"))
    }

    @Test("An empty pattern or one with an inner ** is rejected", arguments: ["", "**/a", "a**b", "***", "a/***"])
    func malformed(text: String) {
        #expect(NamePattern(text, separator: .slash) == nil)
    }
}

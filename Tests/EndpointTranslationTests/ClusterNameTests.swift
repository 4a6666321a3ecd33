import EndpointTranslation
import Testing

@Suite("Cluster names")
struct ClusterNameTests {
    static let names: [(name: String, direction: String, port: Int, subset: String, host: String, isSNIRouted: Bool)] =
        [
            ("outbound|80|v1|example.com", "outbound", 80, "v1", "example.com", false),
            ("outbound|80||example.com", "outbound", 80, "", "example.com", false),
            ("outbound_.8080_.v1_.foo.example.org", "outbound", 8080, "v1", "foo.example.org", true),
            ("inbound_.80_._.a.b", "inbound", 80, "", "a.b", true),
            ("other|x||host", "other", 0, "", "host", false),
            ("outbound|80|v1|a|b", "outbound", 80, "v1", "", false),
            ("outbound|80", "outbound", 0, "", "", false),
            ("BlackHoleCluster", "", 0, "", "", false),
            ("", "", 0, "", "", false),
            ("|||", "", 0, "", "", false),
            ("host.example:80", "outbound", 80, "", "host.example", false),
            ("host.example:80/v1", "outbound", 80, "v1", "host.example", false),
            ("host.example:0", "", 0, "", "", false),
            ("a:b:80", "", 0, "", "", false),
        ]

    @Test("A cluster name is parsed as in the reference", arguments: names)
    func parts(
        _ example: (name: String, direction: String, port: Int, subset: String, host: String, isSNIRouted: Bool)
    ) {
        let name = ClusterName(example.name)
        #expect(name.direction == example.direction)
        #expect(name.port == example.port)
        #expect(name.subset == example.subset)
        #expect(name.hostname == example.host)
        #expect(name.isSNIRouted == example.isSNIRouted)
    }
}

import MeshModel
import Testing
import TranslationTestSupport

@Suite("Locality load balancing in the reference's own tests (EG-T11, EG-T12)")
struct LocalityTests {
    private static let host = "s.shop.svc.cluster.local"

    /// Returns endpoints `10.0.0.<n>` with the given fields, under a rule for their locality.
    private func lines(
        _ endpoints: [String],
        policy: String,
        labels: [String: MetadataValue] = [:],
        locality: String = "region1/zone1/subzone1",
        semantics: TranslationSemantics = .istio130
    ) throws -> [String] {
        let fields = endpoints.enumerated().map { "address: 10.0.0.\($0 + 1), \($1)" }
        let mesh = TestMesh(clusters: [
            "c": [
                Manifest.serviceEntry("s", host: Self.host, endpoints: fields),
                Manifest.destinationRule("r", host: Self.host, "trafficPolicy: {\(policy)}"),
            ]
        ])
        let node = EnvoyNode.sidecar(metadata: ["LABELS": .object(labels)], locality: Locality(label: locality))
        return try mesh.translated(semantics).lines("outbound|80||\(Self.host)", for: node)
    }

    /// Returns the groups without hosts.
    private func groups(_ localities: [String], policy: String) throws -> [String] {
        try lines(localities.map { "locality: \($0)" }, policy: policy).filter { !$0.hasPrefix("  ") }
    }

    private static let seven = [
        "region1/zone1/subzone1", "region1/zone1/subzone2", "region1/zone1/subzone3", "region1/zone2/s", "region2/z/s",
        "region3/z/s",
    ]
    private static let outliers = "outlierDetection: {}"

    @Test("Failover by region has the order subzone, zone, region, failover region, others")
    func regionFailover() throws {
        let policy = "\(Self.outliers), loadBalancer: {localityLbSetting: {failover: [{from: region1, to: region2}]}}"
        #expect(
            try groups(Self.seven, policy: policy) == [
                "region1/zone1/subzone1*1", "region1/zone1/subzone2 p1*1", "region1/zone1/subzone3 p1*1",
                "region1/zone2/s p2*1", "region2/z/s p3*1", "region3/z/s p4*1",
            ]
        )
    }

    @Test("Without a failover region all others are equal, and failover requires outlier detection")
    func defaultFailover() throws {
        #expect(
            try groups(Self.seven, policy: Self.outliers).suffix(2) == ["region2/z/s p3*1", "region3/z/s p3*1"]
        )
        #expect(try groups(Self.seven, policy: "tls: {mode: ISTIO_MUTUAL}") == Self.seven.map { "\($0)*1" })
    }

    @Test("Priorities are numbered without gaps")
    func compressed() throws {
        #expect(
            try groups(["region1/zone1/subzone2", "region2/zone1/subzone2"], policy: Self.outliers)
                == ["region1/zone1/subzone2*1", "region2/zone1/subzone2 p1*1"]
        )
    }

    @Test("Distribution gives each pattern its percentage, and endpoints without a pattern are dropped")
    func distribution() throws {
        let setting = """
            {distribute: [{from: region1/zone1/subzone1, to: {"region1/zone1/subzone1": 80, \
            "region1/zone1/subzone2": 15, "region1/zone1/subzone3": 5}}]}
            """
        let policy = "loadBalancer: {localityLbSetting: \(setting)}"
        #expect(
            try groups(Self.seven, policy: policy) == [
                "region1/zone1/subzone1*80", "region1/zone1/subzone2*15", "region1/zone1/subzone3*5",
                // As in the reference, empty localities are kept.
                "region1/zone2/s*1", "region2/z/s*1", "region3/z/s*1",
            ]
        )
    }

    @Test("Distribution of large weights does not wrap around under the standard rules")
    func largeDistribution() throws {
        let policy = #"loadBalancer: {localityLbSetting: {distribute: [{from: "*", to: {"r1/*": 60, "r2/*": 40}}]}}"#
        let endpoints = [
            "locality: r1/a, weight: 1000000000", "locality: r1/b, weight: 1000000000", "locality: r2/a, weight: 3",
        ]
        let standard = try lines(endpoints, policy: policy, semantics: .standard).filter { !$0.hasPrefix("  ") }
        #expect(standard == ["r1/a*30", "r1/b*30", "r2/a*40"])
        let reference = try lines(endpoints, policy: policy).filter { !$0.hasPrefix("  ") }
        // 60 billion does not fit into 32 bits: the reference uses the wrapped value.
        #expect(reference == ["r1/a*1", "r1/b*1", "r2/a*40"].map { $0.replacing("*1", with: "*\(Self.wrapped)") })
    }

    private static let wrapped = (UInt64(1_000_000_000 * 60 & 0xFFFF_FFFF) + 1_999_999_999) / 2_000_000_000

    /// Labels `n` and `c` instead of network and cluster, as in the reference's table.
    private static let labelled = [
        "labels: {n: n1, c: c1}, locality: region1/zone1/subzone1",
        "labels: {key: value, n: n2, c: c2}, locality: region1/zone1/subzone1",
        "labels: {key: value, n: n1, c: c3}, locality: region2/zone2/subzone2",
        "labels: {key: value, n: n2, c: c4}, locality: region2/zone2/subzone2",
        "labels: {key: value, n: n1, c: c1}, locality: region3/zone3/subzone3",
        "labels: {key: value, n: n2, c: c2}, locality: region3/zone3/subzone3",
    ]

    /// The text `<locality><priority>: hosts` by the last number of the address.
    static let priorities: [(entries: String, labels: [String: String], expected: [String])] = [
        ("n, c", ["n": "test", "c": "test"], ["1.0: 12", "2.0: 34", "3.0: 56"]),
        ("n, c", ["n": "n1", "c": "test"], ["1.0: 1", "1.1: 2", "2.0: 3", "2.1: 4", "3.0: 5", "3.1: 6"]),
        (
            "key, n, c", ["key": "value", "n": "n2", "c": "c2"],
            ["1.0: 2", "1.3: 1", "2.1: 4", "2.2: 3", "3.0: 6", "3.2: 5"]
        ),
        ("n=n1", ["n": "n2"], ["1.0: 1", "1.1: 2", "2.0: 3", "2.1: 4", "3.0: 5", "3.1: 6"]),
        ("n=n3", ["n": "n1"], ["1.0: 12", "2.0: 34", "3.0: 56"]),
    ]

    @Test("Failover by labels splits localities, and numbers priorities without gaps", arguments: priorities)
    func labels(_ example: (entries: String, labels: [String: String], expected: [String])) throws {
        let entries = example.entries.split(separator: ", ").map { "\"\($0)\"" }.joined(separator: ", ")
        let policy = "\(Self.outliers), loadBalancer: {localityLbSetting: {failoverPriority: [\(entries)]}}"
        let found = try lines(Self.labelled, policy: policy, labels: example.labels.mapValues { .string($0) })
        var groups: [String] = []
        for line in found {
            if line.hasPrefix("  ") {
                groups[groups.count - 1] += String(line.dropFirst("  10.0.0.".count).prefix(1))
            } else {
                let priority = line.contains(" p") ? line.split(separator: "p")[1].prefix(1) : "0"
                groups.append("\(line.dropFirst("region".count).prefix(1)).\(priority): ")
            }
        }
        #expect(groups == example.expected)
    }

    @Test("EG-T12: a ServiceEntry endpoint without a weight counts as 1")
    func weights() throws {
        let endpoints = ["locality: a", "locality: a, weight: 8", "locality: b, weight: 3"]
        for semantics in [TranslationSemantics.standard, .istio130] {
            #expect(
                try lines(endpoints, policy: "tls: {mode: DISABLE}", semantics: semantics)
                    == ["a*9", "  10.0.0.1:8080*1", "  10.0.0.2:8080*8", "b*3", "  10.0.0.3:8080*3"]
            )
        }
    }

    @Test("EG-T12: a Unix socket is an endpoint without port, and ports of one number are distinguished by protocol")
    func socketsAndPorts() throws {
        let socket = """
            apiVersion: networking.istio.io/v1
            kind: ServiceEntry
            metadata: {name: uds, namespace: shop}
            spec:
              hosts: [uds.example]
              resolution: STATIC
              ports: [{number: 80, name: http, protocol: HTTP}]
              endpoints: [{address: "unix:///var/run/test/socket"}]

            """
        let overlapping = Manifest.object(
            "v1",
            "Service",
            "dns",
            namespace: "shop",
            labels: [:],
            "spec: {ports: [{name: dns, port: 53, protocol: UDP}, {name: tcp-dns, port: 53, protocol: TCP}]}\n"
        )
        let slice = Manifest.object(
            "discovery.k8s.io/v1",
            "EndpointSlice",
            "dns-1",
            namespace: "shop",
            labels: ["kubernetes.io/service-name": "dns"],
            "ports: [{name: dns, port: 53}, {name: tcp-dns, port: 5353}]\nendpoints: [\(Manifest.endpoint("10.0.0.1"))]\n"
        )
        let mesh = try TestMesh(clusters: ["c": [socket, overlapping, slice]]).translated(.standard)
        #expect(mesh.hosts("outbound|80||uds.example", for: .sidecar()) == ["unix:///var/run/test/socket:0*1"])
        #expect(mesh.hosts("outbound|53||dns.shop.svc.cluster.local", for: .sidecar()) == ["10.0.0.1:5353*1"])
    }
}

import AssignmentComparison
import MeshModel
import Testing
import TextFormats

@Suite("Comparison of assignments")
struct ComparisonTests {
    private func difference(
        _ before: ComparableAssignment,
        _ after: ComparableAssignment,
        _ options: ComparisonOptions = ComparisonOptions()
    ) throws -> ClusterDifference? {
        let set = try SetComparison(options).compare(AssignmentSet(.mesh, before), AssignmentSet(.mesh, after))
        return set.proxies.first?.clusters.first
    }

    @Test("A comparison ignores the order of hosts and localities")
    func order() throws {
        let before = ComparableAssignment([("a", 1, ["a:1", "b:1*2"]), ("b", 2, ["c:1"])])
        let after = ComparableAssignment([("b", 2, ["c:1"]), ("a", 1, ["b:1*2", "a:1"])])
        #expect(try difference(before, after) == nil)
    }

    @Test("A common factor of all weights is ignored unless weights are compared exactly")
    func factor() throws {
        let before = ComparableAssignment(["a:1*1", "b:1*3"], weight: 4)
        let after = ComparableAssignment(["a:1*6", "b:1*18"], weight: 24)
        #expect(try difference(before, after) == nil)
        let exact = try #require(try difference(before, after, ComparisonOptions(exactWeights: true)))
        #expect(exact.hosts.map(\.kind) == [.changed, .changed])
        #expect(exact.hosts.flatMap(\.fields).map(\.path) == ["weight", "weight"])
    }

    @Test("A single weight that breaks the common factor is reported")
    func oneWeight() throws {
        let before = ComparableAssignment(["a:1*1", "b:1*1", "c:1*3"], weight: 5)
        let after = ComparableAssignment(["a:1*2", "b:1*2", "c:1*4"], weight: 8)
        let found = try #require(try difference(before, after))
        #expect(found.hosts.map(\.address) == ["c:1"])
        #expect(found.hosts.first?.fields.first?.before == "3")
        #expect(found.hosts.first?.fields.first?.after == "4")
        #expect(found.moves.map(\.count) == [2])
    }

    @Test("Added and removed hosts are reported, with the share changes of the others")
    func addedAndRemoved() throws {
        let found = try #require(
            try difference(ComparableAssignment(["a:1", "b:1"]), ComparableAssignment(["b:1", "c:1", "d:1", "e:1"]))
        )
        #expect(
            found.hosts.map { "\($0.kind) \($0.address)" } == ["removed a:1", "added c:1", "added d:1", "added e:1"]
        )
        #expect(found.hosts.first?.before?.share == 0.5)
        #expect(found.hosts.last?.after?.share == 0.25)
        #expect(found.moves.map(\.count) == [1])
        #expect(found.moves.first?.before == 0.5)
        #expect(found.moves.first?.after == 0.25)
        #expect(found.counts.added == 3)
        #expect(found.counts.removed == 1)
        #expect(found.counts.changed == 0)
    }

    @Test("Locality weights are compared if they are not sums of host weights")
    func ownLocalityWeights() throws {
        let before = ComparableAssignment([("a", 70, ["a:1*2"]), ("b", 30, ["b:1*2"])])
        let doubled = ComparableAssignment([("a", 140, ["a:1*1"]), ("b", 60, ["b:1*7"])])
        #expect(try difference(before, doubled) == nil)
        let shifted = ComparableAssignment([("a", 60, ["a:1*2"]), ("b", 40, ["b:1*2"])])
        let found = try #require(try difference(before, shifted))
        #expect(found.localities.first?.before == 70)
        #expect(found.localities.first?.after == 60)
        #expect(found.hosts.isEmpty)
    }

    @Test("Localities whose own factor changes their share are compared correctly")
    func sumsOfLocalities() throws {
        let before = ComparableAssignment([("a", 1, ["a:1*1"]), ("b", 1, ["b:1*1"])])
        let after = ComparableAssignment([("a", 2, ["a:1*2"]), ("b", 1, ["b:1*1"])])
        let found = try #require(try difference(before, after))
        #expect(found.hosts.map(\.address) == ["a:1"])
    }

    @Test("Several hosts of one address are paired by their place")
    func copies() throws {
        let before = ComparableAssignment([("a", 1, ["g:1*1"]), ("b", 2, ["g:1*2"])])
        let after = ComparableAssignment([("b", 2, ["g:1*2"]), ("c", 1, ["g:1*1"])])
        let found = try #require(try difference(before, after))
        #expect(found.hosts.map(\.kind) == [.changed])
        #expect(found.hosts.first?.fields.map(\.path) == ["locality"])
    }

    @Test("A host in another network is reported, and one in the same network is preferred")
    func networks() throws {
        let host = { (network: String) in ComparableHost("a:1", network: network) }
        let of = { (hosts: [ComparableHost]) in
            ComparableAssignment(name: "c", groups: [.init(weight: 1, hosts: hosts)])
        }
        let moved = try #require(try difference(of([host("x")]), of([host("y")])))
        #expect(moved.hosts.first?.fields.map(\.path) == ["network"])
        let gone = try #require(try difference(of([host("x"), host("y")]), of([host("y")])))
        #expect(gone.hosts.map(\.kind) == [.removed])
        #expect(gone.hosts.first?.before?.network == "x")
    }

    @Test("Differences in metadata are reported by path")
    func metadata() throws {
        let of = { (text: String) in
            var host = ComparableHost("a:1")
            host.metadata = try JSONValue(parsing: text)
            return ComparableAssignment(name: "c", groups: [.init(weight: 1, hosts: [host])])
        }
        let found = try #require(
            try difference(of(#"{"istio":{"workload":"a"}}"#), of(#"{"istio":{"workload":"b"},"x":{"y":[1]}}"#))
        )
        let fields = found.hosts.flatMap(\.fields)
        #expect(fields.map(\.path) == ["metadata.istio.workload", "metadata.x.y"])
        #expect(fields.map(\.before) == ["a", nil])
        #expect(fields.map(\.after) == ["b", "[1]"])
        let ignoring = ComparisonOptions(ignored: [.metadata])
        #expect(try difference(of(#"{"istio":{"workload":"a"}}"#), of("{}"), ignoring) == nil)
    }

    @Test("A cluster without hosts equals an absent cluster")
    func emptyCluster() throws {
        let empty = AssignmentSet(.mesh, ComparableAssignment(name: "c"))
        let none = AssignmentSet(kind: .mesh, proxies: [.init(node: "n", assignments: [:])])
        #expect(try SetComparison().compare(empty, none).isEmpty)
        let one = try SetComparison().compare(none, AssignmentSet(.mesh, ComparableAssignment(["a:1"])))
        #expect(one.proxies.first?.clusters.first?.hostsBefore == nil)
        #expect(one.proxies.first?.clusters.first?.hostsAfter == 1)
    }

    @Test("Selected clusters that are on neither side are reported")
    func neither() throws {
        let set = AssignmentSet(.mesh, ComparableAssignment(["a:1"]))
        let found = try SetComparison(ComparisonOptions(clusters: ["c", "x"])).compare(set, set)
        #expect(found.notes == ["neither side has x"])
        #expect(found.proxies.first?.comparedClusters == 1)
    }

    @Test("Proxies of one side only are reported")
    func proxies() throws {
        let two = AssignmentSet(
            kind: .mesh,
            proxies: ["a", "b"].map { .init(node: $0, assignments: [:]) }
        )
        let other = AssignmentSet(kind: .mesh, proxies: ["b", "c"].map { .init(node: $0, assignments: [:]) })
        let found = try SetComparison().compare(two, other)
        #expect(found.onlyBefore == ["a"])
        #expect(found.onlyAfter == ["c"])
        #expect(!found.isEmpty)
    }

    @Test("A comparison is refused if the proxy of the assignments is ambiguous")
    func anonymous() throws {
        let two = AssignmentSet(kind: .mesh, proxies: ["a", "b"].map { .init(node: $0, assignments: [:]) })
        let anonymous = AssignmentSet(kind: .loadAssignments, proxies: [.init(node: nil, assignments: [:])])
        #expect(throws: SetComparison.Failure.self) { try SetComparison().compare(two, anonymous) }
        #expect(throws: SetComparison.Failure.self) { try SetComparison().compare(anonymous, two) }
    }

    @Test("Fields that one side does not have are left out and reported")
    func uncompared() throws {
        var host = ComparableHost("a:1", network: "x")
        host.health = HostHealth("DRAINING")
        host.metadata = .object([.init("f", .object([.init("k", .string("v"))]))])
        let mesh = AssignmentSet(
            .mesh,
            ComparableAssignment(name: "c|1||h.x", groups: [.init(weight: 1, hosts: [host])])
        )
        var dumped = ComparableHost("a:1")
        dumped.health = HostHealth("UNHEALTHY")
        let dump = AssignmentSet(
            .configDump,
            ComparableAssignment(name: "c|1||h.x", groups: [.init(weight: 1, hosts: [dumped])])
        )
        let found = try SetComparison().compare(mesh, dump)
        #expect(found.uncompared.map(\.field) == [.network, .additionalAddresses, .policy])
        // Both have metadata; one has health only as good or bad.
        #expect(found.proxies.first?.clusters.first?.hosts.first?.fields.map(\.path) == ["metadata.f.k"])
        let clusters = AssignmentSet(kind: .clusters, proxies: dump.proxies)
        let fields = try SetComparison().compare(mesh, clusters).proxies.flatMap(\.clusters).flatMap(\.hosts)
            .flatMap(\.fields)
        #expect(fields.map(\.path) == ["health"])
    }

    @Test("Of hosts with one address only the first is compared with an Envoy")
    func keptByEnvoy() throws {
        let sent = ComparableAssignment([("a", 1, ["g:1*1"]), ("b", 2, ["g:1*2", "h:1*1"])])
        let kept = ComparableAssignment([("a", 1, ["g:1*1"]), ("b", 2, ["h:1*1"])])
        let found = try SetComparison().compare(AssignmentSet(.xds, sent), AssignmentSet(.configDump, kept))
        #expect(found.isEmpty)
        #expect(found.notes.contains { $0.hasPrefix("1 host left out") })
        #expect(try !SetComparison().compare(AssignmentSet(.xds, sent), AssignmentSet(.xds, kept)).isEmpty)
    }

    @Test("Clusters of an Envoy that do not use EDS are skipped")
    func passedOver() throws {
        let mesh = AssignmentSet(.xds, ComparableAssignment(name: "outbound|80||a.b", groups: []))
        var envoy = mesh
        envoy.kind = .clusters
        envoy.proxies[0].assignments["prometheus_stats"] = ComparableAssignment(["a:1"])
        envoy.proxies[0].assignments["outbound|80||stale.b"] = ComparableAssignment(["b:1"])
        let found = try SetComparison().compare(mesh, envoy)
        #expect(found.proxies.first?.passedOver.map(\.name) == ["prometheus_stats"])
        #expect(found.proxies.first?.clusters.map(\.name) == ["outbound|80||stale.b"])
    }

    @Test("A comparison takes linear time, even if all hosts have one address or all priorities differ")
    func hostileSizes() throws {
        let copies = { (weight: UInt32) in
            ComparableAssignment(
                name: "c",
                groups: (0..<20_000).map { number in
                    var host = ComparableHost("a:1")
                    host.weight = weight
                    return .init(priority: UInt32(number), weight: 1, hosts: [host])
                }
            )
        }
        let found = try #require(try difference(copies(1), copies(2), ComparisonOptions(exactWeights: true)))
        #expect(found.counts.changed == 20_000)
        var shifted = copies(1).groups
        for index in shifted.indices { shifted[index].locality = Locality(region: "\(index)") }
        let moved = try #require(try difference(copies(1), ComparableAssignment(name: "c", groups: shifted)))
        #expect(moved.counts.changed == 20_000)
    }
}

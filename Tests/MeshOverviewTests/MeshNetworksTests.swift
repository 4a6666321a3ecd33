import EndpointTranslation
import MeshModel
import MeshOverview
import MeshSources
import NetworkInference
import Testing
import TranslationTestSupport

@Suite("The effect of MeshNetworks")
struct MeshNetworksTests {
    private static let service = Manifest.service("web")
    private static let gateway = Manifest.gatewayService(ips: ["203.0.113.1"])
    private static let host = "eastwest.istio-system.svc.cluster.local"

    /// Returns a mesh with cluster `a`, which has two pods at 10.1.0.x, and a labelled network.
    private func mesh(
        _ meshNetworks: String,
        _ objects: [String] = [],
        podNetwork: String? = nil,
        rules: String = "standard"
    ) throws -> MeshNetworksReview {
        let other = [Self.service, Manifest.gatewayService(network: "two", ips: ["203.0.113.2"])]
        return try TestMesh(
            clusters: [
                "a": [Self.service] + Manifest.workload("web", ips: ["10.1.0.1", "10.1.0.2"], network: podNetwork)
                    + objects,
                "b": other + Manifest.workload("web", ips: ["10.2.0.1"], network: "two"),
            ],
            meshNetworks: meshNetworks
        ).overview(rules).meshNetworks
    }

    @Test("Without MeshNetworks the review lists the sources of networks")
    func absent() throws {
        let review = try mesh("networks: {}\n", podNetwork: "one")
        #expect(review.need == .absent)
        #expect(review.lines.isEmpty)
        #expect(review.verdict.count == 1)
        #expect(review.verdict.first?.contains("the workload's own label (3 endpoints, ") == true)
    }

    @Test("MeshNetworks is not needed if labels have the same values")
    func notNeeded() throws {
        let review = try mesh(
            "networks: {one: {endpoints: [{fromRegistry: a}], gateways: [{address: 203.0.113.2, port: 15443}]}}\n",
            [
                Manifest.namespace("istio-system", network: "one"),
                Manifest.gatewayService(network: "one", ips: ["203.0.113.2"]),
            ]
        )
        #expect(review.need == .notNeeded)
        #expect(review.lines.map(\.effect.isAny) == [false, false])
        #expect(
            review.lines[0].explanation.hasPrefix("the label of the system namespace has the same value (clusters/a/")
        )
        #expect(review.lines[1].explanation.hasPrefix("the same entrance is known from Service eastwest (clusters/a/"))
        #expect(review.verdict.first?.hasPrefix("MeshNetworks is not needed here: ") == true)
    }

    @Test("MeshNetworks is needed for assignments that nothing else makes, and the review lists their lines")
    func needed() throws {
        let review = try mesh(
            "networks: {one: {endpoints: [{fromRegistry: a}], gateways: [{registryServiceName: \(Self.host), port: 15443}]}}\n",
            [Self.gateway]
        )
        #expect(review.need == .needed)
        #expect(review.lines.map(\.effect.endpoints) == [2, 0])
        #expect(review.lines.map(\.effect.rerouted) == [0, 2])
        #expect(review.lines.allSatisfy { $0.alternative != nil })
        #expect(review.effect.endpoints == 2)
    }

    @Test("Redundant lines of MeshNetworks are needed together, though not each alone")
    func together() throws {
        let review = try mesh("networks: {one: {endpoints: [{fromCidr: 10.1.0.0/24}, {fromCidr: 10.1.0.0/16}]}}\n")
        #expect(review.need == .needed)
        #expect(review.lines.map(\.effect.isAny) == [false, false])
        #expect(review.verdict.first?.contains("no single line of it") == true)
    }

    @Test("A range that only contains pods without a service matters to their proxies")
    func workloads() throws {
        let review = try mesh(
            "networks: {one: {endpoints: [{fromCidr: 10.7.0.0/16}]}}\n",
            [Manifest.pod("alone", ip: "10.7.0.1")]
        )
        #expect(review.lines.map(\.effect).first?.workloads == 1)
        #expect(review.lines.first?.effect.endpoints == 0)
        #expect(review.need == .needed)
    }

    /// MeshNetworks, other objects, and the explanation of its first line.
    private static let idle: [(lines: String, objects: [String], label: String?, rules: String, reason: String)] = [
        ("one: {endpoints: [{fromRegistry: A}]}", [], nil, "standard", "there is no cluster A, did you mean a?"),
        ("one: {endpoints: [{fromRegistry: nowhere}]}", [], nil, "standard", "there is no cluster nowhere"),
        (
            "one: {endpoints: [{fromRegistry: a}]}", [], "three", "standard",
            "2 endpoints of the cluster are assigned by the workload's own label"
        ),
        (
            "one: {endpoints: [{fromRegistry: a}]}", [Manifest.namespace("istio-system", network: "zero")], nil,
            "istio-1.30", "the label of the system namespace overrides it"
        ),
        ("one: {endpoints: [{fromCidr: 10.3.0.0/16}]}", [], nil, "standard", "no endpoint has an address in the range"),
        (
            "one: {endpoints: [{fromCidr: 10.1.0.1}]}", [], nil, "standard",
            "an address without prefix length is not a range"
        ),
        (
            "one: {endpoints: [{fromCidr: 10.1.0.0/16}]}", [], "three", "standard",
            "2 endpoints in the range are assigned by the workload's own label"
        ),
        (
            "one: {endpoints: [{fromCidr: 10.9.0.0/16}]}",
            [Manifest.workloadEntry("vm", "address: 10.9.0.1, labels: {app: web}")], nil, "istio-1.30",
            "1 endpoint in the range: machines, which by these rules are only assigned by their field network"
        ),
        (
            "one: {gateways: [{address: 203.0.113.9, port: 15443}]}", [], nil, "standard",
            "no endpoint is in network one"
        ),
        (
            "two: {gateways: [{address: 203.0.113.9, port: 15443}]}", [], nil, "standard",
            "a gateway in the endpoints' own cluster overrides it: Service eastwest"
        ),
        (
            "two: {gateways: [{address: gone.example, port: 15443}]}", [], nil, "standard",
            "its name does not resolve, and the network has other gateways"
        ),
        (
            "two: {gateways: [{registryServiceName: \(host), port: 15443}]}", [], nil, "standard",
            "network two claims no cluster by fromRegistry"
        ),
        (
            "one: {gateways: [{registryServiceName: \(host), port: 15443}], endpoints: []}", [gateway], nil, "standard",
            "network one claims no cluster by fromRegistry"
        ),
        ("one: {}", [], nil, "standard", "the network has neither endpoints nor gateways"),
    ]

    @Test("A line of MeshNetworks without effect is explained", arguments: idle.indices)
    func reasons(_ number: Int) throws {
        let row = Self.idle[number]
        let review = try mesh("networks: {\(row.lines)}\n", row.objects, podNetwork: row.label, rules: row.rules)
        let line = try #require(review.lines.first)
        #expect(!line.effect.isFelt, "\(line)")
        #expect(line.explanation.hasPrefix(row.reason), "\(line.explanation)")
    }

    @Test(
        "A Service named by registryServiceName is no gateway if it is absent, has no address, or has a network label"
    )
    func services() throws {
        let lines =
            "networks: {one: {endpoints: [{fromRegistry: a}], gateways: [{registryServiceName: \(Self.host), port: 15443}]}}\n"
        let reason = { (objects: [String]) in try mesh(lines, objects).lines[1].explanation }
        #expect(try reason([]) == "the Service does not exist in a; the one in b does not count")
        #expect(
            try reason([Manifest.gatewayService(ips: [])]).hasPrefix("the Service has no external address (clusters/a/")
        )
        let labelled = Manifest.gatewayService(network: "one", ips: ["203.0.113.1"])
        #expect(
            try reason([labelled]).hasPrefix("the Service's own network label overrides it: one (")
        )
    }

    @Test("The locality of a MeshNetworks gateway is reported as ignored")
    func locality() throws {
        let review = try mesh("networks: {two: {gateways: [{address: 203.0.113.2, port: 15443, locality: r/z}]}}\n")
        #expect(review.lines.map(\.kind) == [.gatewayAddress, .locality])
        #expect(review.lines.last?.text == "r/z")
        #expect(review.lines.last?.effect.isAny == false)
    }

    /// Checks the explanations: leaving out a line without effect changes no assignment.
    @Test("Leaving out lines without effect changes no byte of any assignment", arguments: FixtureMesh.all)
    func counterfactual(_ mesh: FixtureMesh) throws {
        guard let (directory, snapshot, overview) = try mesh.overview() else { return }
        let before = try answers(directory, snapshot)
        for line in overview.meshNetworks.lines where !line.effect.isAny {
            var less = directory
            for index in less.meshNetworks.networks.indices {
                less.meshNetworks.networks[index].endpoints.removeAll { $0.reference == line.object }
                less.meshNetworks.networks[index].gateways.removeAll {
                    line.kind != .locality && $0.reference == line.object
                }
            }
            let after = try answers(less, mesh.inference().snapshot(of: less))
            #expect(before == after, "\(line)")
        }
        if overview.meshNetworks.need == .notNeeded, !overview.meshNetworks.effect.isAny {
            var none = directory
            none.meshNetworks = MeshNetworks()
            #expect(before == (try answers(none, mesh.inference().snapshot(of: none))))
        }
    }

    /// Lines are left out incrementally; the result must equal a new inference.
    @Test("Inference after a change of MeshNetworks equals inference from scratch", arguments: FixtureMesh.all)
    func incremental(_ mesh: FixtureMesh) throws {
        let directory = try mesh.directory()
        let inference = try mesh.inference()
        var states = [MeshNetworks()]
        for index in directory.meshNetworks.networks.indices {
            var less = directory.meshNetworks
            less.networks[index].gateways = []
            states.append(less)
            less.networks[index].endpoints = []
            states.append(less)
        }
        var incremental = IncrementalInference(inference)
        for state in states + [directory.meshNetworks] + states.reversed() {
            var other = directory
            other.meshNetworks = state
            guard let fresh = try? inference.snapshot(of: other) else { continue }
            let followed = try incremental.snapshot(of: other, names: [:])
            #expect(try answers(other, fresh) == answers(other, followed))
            #expect(fresh.gateways == followed.gateways)
            #expect(fresh.shards == followed.shards)
        }
    }

    private func answers(_ directory: MeshDirectory, _ snapshot: MeshSnapshot) throws -> [[UInt8]] {
        let translated = TranslatedMesh(snapshot)
        return try directory.proxies.flatMap { declared in
            let proxy = translated.proxy(declared.node)
            return try declared.resources.map { try translated.bytes($0, for: proxy) }
        }
    }
}

import MeshLint
import MeshModel
import Testing
import TranslationTestSupport

@Suite("Rules about load balancing look at the proxies of every network")
struct ClientNetworkTests {
    /// Six networks with a gateway each; the service `late` has three endpoints in each of the last two.
    private static func sixNetworks(_ policy: String, ports: String = "") -> TestMesh {
        var clusters: [String: [String]] = [:]
        for number in 1...6 {
            var objects = [
                Manifest.namespace("istio-system", network: "n\(number)"),
                Manifest.gatewayService(network: "n\(number)", ips: ["192.0.2.\(number)"]),
                Manifest.service("web"), Manifest.service("late"),
            ]
            objects += Manifest.workload("web", ips: ["10.\(number).0.1"])
            if number > 4 {
                objects += Manifest.workload("late", ips: (1...3).map { "10.\(number).1.\($0)" })
            }
            if number == 1 { objects.append(Manifest.destinationRule("late", host: "late", policy)) }
            clusters["c\(number)"] = objects
        }
        return TestMesh(clusters: clusters)
    }

    private func findings(_ code: String, _ mesh: TestMesh, _ semantics: TranslationSemantics) throws -> [Finding] {
        try LintedMesh(mesh: mesh, semantics: semantics).report(only: [code]).findings
    }

    @Test("A share that only the proxies of the last networks lose is found, and all of them are named")
    func lastNetworks() throws {
        // Proxies elsewhere have two gateways of the same weight, for which RANDOM is right.
        let mesh = Self.sixNetworks("trafficPolicy: {loadBalancer: {simple: RANDOM}}")
        let found = try findings("SH048", mesh, .istio130)
        #expect(found.count == 1)
        let message = try #require(found.first).message
        #expect(message.contains("gateway 192.0.2.6:15443 of network n6 25.0% instead of 50.0%"))
        #expect(
            message.hasSuffix(
                "proxies in network n5 to late.shop.svc.cluster.local; also affected: proxies in network n6"
            )
        )
    }

    @Test("Networks without endpoints of a service are named together")
    func others() throws {
        let mesh = Self.sixNetworks("trafficPolicy: {connectionPool: {http: {h2UpgradePolicy: UPGRADE}}}")
        let found = try findings("SH049", mesh, .istio130)
        #expect(found.count == 1)
        let message = try #require(found.first).message
        #expect(message.contains("of proxies in network n5 to"))
        #expect(message.hasSuffix("also affected: proxies in network n6 and proxies in networks n1, n2, n3 and 1 more"))
    }

    @Test("An assignment that is too large in one network only is found there")
    func sizes() throws {
        // Behind the gateway of the west, the proxies of the east have one address in one locality.
        let entries = (1...3).map { number in
            let locality = "\(number)" + String(repeating: "a", count: 1_500_000)
            return Manifest.workloadEntry(
                "vm-\(number)",
                "address: 10.9.0.\(number), network: west, labels: {app: web}, locality: \(locality)"
            )
        }
        let found = try findings("SH054", Part.twoNetworks(east: entries), .standard)
        #expect(found.count == 1)
        #expect(try #require(found.first).message.contains("for proxies in network west"))
    }
}

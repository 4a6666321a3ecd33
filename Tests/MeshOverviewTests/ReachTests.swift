import EndpointTranslation
import MeshModel
import MeshOverview
import MeshSources
import Testing
import TranslationTestSupport

@Suite("Reachability in the overview agrees with translation")
struct ReachTests {
    /// The ways to networks in one assignment of a proxy.
    private struct Observed {
        var gateways: [NetworkID: Set<String>] = [:]
        var addresses: Set<NetworkID> = []
    }

    private func observe(_ translated: TranslatedMesh, _ names: [String], _ proxy: Proxy) -> Observed {
        var observed = Observed()
        for name in names {
            let assignment = translated.assignment(name, for: proxy).assignment
            for host in assignment.groups.flatMap(\.hosts) {
                if case .gateway(let gateway) = host.target {
                    observed.gateways[gateway.network, default: []].insert("\(gateway.address) \(gateway.port)")
                } else if let endpoint = translated.endpoint(host, of: assignment) {
                    observed.addresses.insert(endpoint.network)
                }
            }
        }
        return observed
    }

    private func names(_ snapshot: MeshSnapshot) -> [String] {
        snapshot.services.services.flatMap { service in
            service.ports.map { "outbound|\($0.number)||\(service.hostname)" }
        }
    }

    @Test("The overview agrees with the assignments of the declared proxies", arguments: FixtureMesh.all)
    func declared(_ mesh: FixtureMesh) throws {
        guard let (directory, snapshot, overview) = try mesh.overview() else { return }
        let translated = TranslatedMesh(snapshot)
        for declared in directory.proxies {
            let proxy = translated.proxy(declared.node)
            guard proxy.kind == .sidecar, proxy.networkView.isEmpty else { continue }
            check(observe(translated, names(snapshot), proxy), proxy, overview)
        }
    }

    private func check(_ observed: Observed, _ proxy: Proxy, _ overview: MeshOverview) {
        for (network, entrances) in observed.gateways {
            guard let reach = overview.reach(from: proxy.network, to: network) else {
                Issue.record("\(proxy.id) is sent to \(network), which is not in the overview")
                continue
            }
            #expect(reach.parts.contains { $0.way == .gateways })
            let known = Set(reach.gateways.map { "\(overview.gateways[$0].address) \(overview.gateways[$0].port)" })
            #expect(entrances.isSubset(of: known), "\(proxy.id) to \(network)")
        }
        for network in observed.addresses where !network.isEmpty && network != proxy.network {
            #expect(
                overview.reach(from: proxy.network, to: network)?.parts.contains { $0.way == .raw } ?? false,
                "\(proxy.id) to \(network)"
            )
        }
    }

    /// One client in each network requests everything; its assignments must match the overview exactly.
    @Test("The overview agrees with the assignments of a client in each network", arguments: FixtureMesh.all)
    func everyPair(_ mesh: FixtureMesh) throws {
        guard let (_, snapshot, overview) = try mesh.overview() else { return }
        let translated = TranslatedMesh(snapshot)
        for client in overview.networks.map(\.id) + [.none] {
            let proxy = translated.proxy(
                EnvoyNode(
                    id: "sidecar~x~client.default~default.svc.cluster.local",
                    metadata: ["NETWORK": .string(client.name), "INSTANCE_IPS": .string("10.99.0.1,fd00::99")]
                )
            )
            for network in overview.networks where network.id != client {
                let services = snapshot.services.services.filter { isPlain($0, in: network.id, snapshot) }
                guard !services.isEmpty else { continue }
                let names = services.flatMap { service in
                    service.ports.map { "outbound|\($0.number)||\(service.hostname)" }
                }
                let observed = observe(translated, names, proxy)
                let reach = try #require(overview.reach(from: client, to: network.id))
                #expect(
                    (observed.gateways[network.id] != nil) == (reach.way == .gateways),
                    "\(client) to \(network.id)"
                )
                #expect(observed.addresses.contains(network.id) == (reach.way == .raw), "\(client) to \(network.id)")
            }
        }
    }

    /// Returns a Boolean value that indicates whether the service has endpoints in a network and only networks decide
    /// about them.
    private func isPlain(_ service: Service, in network: NetworkID, _ snapshot: MeshSnapshot) -> Bool {
        let isForAll =
            service.exportTo == .everyone && !service.isNodeLocal && service.resolution != .dns
            && service.resolution != .alias && snapshot.services.services(named: service.hostname).count == 1
            && !snapshot.clusterLocalHosts.contains(service.hostname)
        let isSecure = !snapshot.destinationRules.mayCover(service.hostname) && !snapshot.peerAuthentications.canDisable
        let endpoints = (snapshot.shards[service.key] ?? []).flatMap(\.endpoints).filter { $0.network == network }
        return isForAll && isSecure && !endpoints.isEmpty
            && endpoints.allSatisfy { endpoint in
                endpoint.health == .healthy && endpoint.tlsMode == "istio" && IPAddress(endpoint.address) != nil
                    && endpoint.port != 0 && endpoint.labels.nonEmpty(LabelKey.draining) == nil
                    && service.ports.contains { $0.name == endpoint.portName && !$0.isUDP }
            }
    }

    @Test("Without a gateway pods of another network are broken, machines are not, and a single network is fine")
    func broken() throws {
        let two = try TestMesh(clusters: [
            "a": [Manifest.service("web"), Manifest.gatewayService(network: "one", ips: ["203.0.113.1"])]
                + Manifest.workload("web", ips: ["10.1.0.1"], network: "one")
                + [Manifest.workloadEntry("vm", "address: 10.9.0.1, network: machines, labels: {app: web}")],
            "b": [Manifest.service("web")] + Manifest.workload("web", ips: ["10.2.0.1"], network: "two"),
        ]).overview()
        #expect(two.network("two")?.isBroken == true)
        #expect(two.network("machines")?.isBroken == false)
        #expect(two.network("machines")?.isMachinesOnly == true)
        #expect(two.reach(from: "one", to: "two")?.way == .raw)
        #expect(two.reach(from: "two", to: "two")?.way == .direct)
        #expect(two.reach(from: "two", to: "one")?.way == .gateways)
        #expect(two.reach(from: "two", to: "three") == nil)
        let one = try TestMesh(clusters: [
            "a": [Manifest.service("web")] + Manifest.workload("web", ips: ["10.1.0.1"], network: "one")
        ]).overview()
        #expect(one.networks.map(\.isBroken) == [false])
    }

    @Test("Endpoints that gateways cannot forward, and clients of the other address family, are reported")
    func losses() throws {
        let mesh = try TestMesh(clusters: [
            "a": [Manifest.service("web")] + Manifest.workload("web", ips: ["10.1.0.1"], network: "one"),
            "b": [Manifest.service("web"), Manifest.gatewayService(network: "two", ips: ["203.0.113.2"])]
                + Manifest.workload("web", ips: ["10.2.0.1"], network: "two")
                + Manifest.workload("web", "plain", ips: ["10.2.0.2"], network: "two", hasSidecar: false)
                + Manifest.workload("web", "six", ips: ["fd00::1"], network: "three"),
        ]).overview()
        let network = try #require(mesh.network("two"))
        #expect(network.fromOthers.lost.map(\.healthyEndpoints) == [1])
        #expect(network.fromOthers.lost.map(\.reason) == [.notMutualTLS])
        #expect(mesh.clientFamilies == [.v4, .v6])
        #expect(network.exceptions.map(\.family) == [.v6])
        #expect(network.exceptions.first?.reach.reason == .gatewayOfOtherFamily)
        #expect(mesh.losses.count == 2)
        #expect(mesh.gateways.map(\.rejections) == [[.ipv6OnlyProxies]])
    }

    @Test("Host names of gateways are shown with their addresses")
    func names() throws {
        let hosts = ["pinned.example", "silent.example"].map { name in
            """
            apiVersion: v1
            kind: Service
            metadata: {name: "\(name)", namespace: istio-system, labels: {topology.istio.io/network: one}}
            spec: {type: LoadBalancer, ports: [{name: tls, port: 15443}]}
            status: {loadBalancer: {ingress: [{hostname: "\(name)"}]}}

            """
        }
        let mesh = try TestMesh(
            clusters: [
                "a": [Manifest.service("web")] + hosts + Manifest.workload("web", ips: ["10.1.0.1"], network: "one")
            ],
            dns: "pinned.example: [203.0.113.7, 203.0.113.8]\n"
        ).overview()
        #expect(mesh.gateways.map(\.entrance) == ["203.0.113.7:15443", "203.0.113.8:15443", "silent.example:15443"])
        #expect(mesh.gateways.map(\.hostName) == ["pinned.example", "pinned.example", "silent.example"])
        #expect(mesh.gateways.map(\.nameState) == [.pinned, .pinned, .unresolved])
        #expect(mesh.gateways.last?.rejections == [.everybody])
    }
}

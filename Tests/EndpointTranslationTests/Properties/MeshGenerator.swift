import MeshModel
import TestSupport
import TranslationTestSupport

/// Generates random meshes; the same ones for the same seed.
struct MeshGenerator {
    /// The scope of generated configuration.
    enum Scope {
        /// Everything.
        case everything
        /// Networks, gateways, weights and health; no policies, locality settings or duplicate addresses.
        case sharesOnly
    }

    var random: SeededGenerator
    let scope: Scope
    /// A Boolean value that indicates whether the sums of some weights exceed 32 bits.
    let hasHugeWeights: Bool
    let clusters: [String]
    private var nextAddress = 1
    private var nextGateway = 1

    static let networks = ["n1", "n2", "n3", "n4"]
    static let localities = ["r1/z1/s1", "r1/z1/s2", "r1/z2", "r2/z1", "r2", "r1/z1/s1/x", ""]
    static let hosts = ["s0.shop.svc.cluster.local", "s1.shop.svc.cluster.local", "ext.example.com"]

    init(seed: UInt64, scope: Scope, hasHugeWeights: Bool = true) {
        random = SeededGenerator(seed: seed)
        self.scope = scope
        self.hasHugeWeights = hasHugeWeights
        clusters = Array(["c1", "c2", "c3"].prefix(1 + random.below(3)))
    }

    /// Generates a mesh.
    mutating func mesh() -> GeneratedMesh {
        var objects: [String: [String]] = [:]
        for cluster in clusters { objects[cluster] = clusterObjects(cluster) }
        let config = random.pick(clusters)
        objects[config, default: []] += configuration()
        return GeneratedMesh(
            objects: objects,
            configCluster: config,
            meshNetworks: random.chance(70) ? meshNetworks() : nil,
            dns: random.chance(60) ? dns() : nil,
            mesh: scope == .everything && random.chance(25) ? meshConfig() : nil,
            nodes: (0..<5).map { _ in node() },
            names: Self.hosts.flatMap { host in
                ["outbound|80||\(host)", "outbound|80|v1|\(host)", "outbound_.80_._.\(host)"]
            }
        )
    }

    private mutating func clusterObjects(_ cluster: String) -> [String] {
        var objects = [Manifest.namespace("istio-system", network: random.chance(40) ? network() : nil)]
        objects.append(
            Manifest.node(
                "node-1",
                labels: ["topology.kubernetes.io/region": "r1", "topology.kubernetes.io/zone": "z1"],
                externalIP: random.chance(50) ? gatewayAddress() : nil
            )
        )
        objects.append(Manifest.node("node-2", labels: ["topology.kubernetes.io/region": "r2"]))
        for service in ["s0", "s1"] where random.chance(85) {
            objects += self.service(service)
            objects += endpoints(service, cluster)
        }
        for index in 0..<random.below(3) { objects.append(gateway(index)) }
        if random.chance(15) { objects.append(gatewayResource()) }
        return objects
    }

    private mutating func service(_ name: String) -> [String] {
        guard scope == .everything else { return [Manifest.service(name)] }
        var labels: [String: String] = [:]
        if random.chance(20) { labels["istio.io/persistent-session"] = "cookie" }
        var spec: [String] = []
        if random.chance(15) { spec.append("trafficDistribution: \(random.pick(["PreferClose", "PreferSameNode"]))") }
        if random.chance(8) { spec.append("internalTrafficPolicy: Local") }
        let annotations = random.chance(15) ? ["networking.istio.io/exportTo": random.pick([".", "pay", "~"])] : [:]
        return [
            Manifest.service(name, labels: labels, annotations: annotations, spec: spec.joined(separator: ", "))
        ]
    }

    private mutating func endpoints(_ service: String, _ cluster: String) -> [String] {
        var objects: [String] = []
        var items: [[String]] = [[], []]
        for index in 0..<random.below(4) {
            let ip = address()
            let conditions = random.pick([
                "ready: true", "ready: true", "ready: true", "", "ready: false", "ready: false, terminating: false",
                "ready: false, serving: true, terminating: true",
            ])
            guard random.chance(85) else {
                items[random.below(2)].append(Manifest.endpoint(ip, conditions: conditions))
                continue
            }
            let name = "\(service)-pod-\(index)"
            objects.append(pod(name, ip: ip, app: service))
            items[random.below(2)].append(Manifest.endpoint(ip, pod: name, conditions: conditions))
        }
        for (index, list) in items.enumerated() where !list.isEmpty {
            objects.append(Manifest.slice(service, suffix: "\(index)", list))
        }
        for index in 0..<random.below(3) {
            objects.append(Manifest.workloadEntry("\(service)-vm-\(index)", machine(app: service)))
        }
        return objects
    }

    private mutating func pod(_ name: String, ip: String, app: String) -> String {
        var labels = ["app": app, "version": random.pick(["v1", "v2"])]
        if scope == .everything, random.chance(40) {
            labels["topology.istio.io/locality"] = random.pick(["r1.z1.s1", "r1.z2", "r2", ""])
        }
        if scope == .everything, random.chance(5) { labels["istio.io/draining"] = "true" }
        return Manifest.pod(
            name,
            ip: ip,
            node: random.chance(60) ? random.pick(["node-1", "node-2", "node-9"]) : nil,
            labels: labels,
            network: random.chance(50) ? network() : nil,
            hasSidecar: random.chance(85)
        )
    }

    /// Returns the description of a machine, as in a WorkloadEntry or a ServiceEntry.
    private mutating func machine(app: String) -> String {
        let hasNetwork = random.chance(75)
        var fields = ["labels: {app: \(app), version: \(random.pick(["v1", "v2"]))}"]
        if hasNetwork { fields.append("network: \(network())") }
        if !hasNetwork || random.chance(80) { fields.append("address: \"\(address())\"") }
        if random.chance(50) { fields.append("weight: \(weight())") }
        if random.chance(80) { fields.append("serviceAccount: vm") }
        if scope == .everything, random.chance(50) { fields.append("locality: \"\(random.pick(Self.localities))\"") }
        return fields.joined(separator: ", ")
    }

    private mutating func weight() -> UInt32 {
        random.chance(10) && hasHugeWeights
            ? UInt32.random(in: 1...UInt32.max, using: &random) : UInt32(1 + random.below(9))
    }

    private mutating func network() -> String { random.pick(Self.networks) }

    /// Returns a new address; sometimes an existing one, if that is allowed.
    private mutating func address() -> String {
        nextAddress += 1
        let number = scope == .everything && random.chance(10) ? 1 + random.below(nextAddress) : nextAddress
        if random.chance(15) {
            // The same address in another spelling.
            return random.pick(["2001:db8::", "2001:DB8::", "2001:db8:0:0::"]) + String(number, radix: 16)
        }
        return "10.\(1 + number % 3).0.\(number)"
    }

    private mutating func gatewayAddress() -> String {
        nextGateway += 1
        let number = scope == .everything && random.chance(15) ? 1 + random.below(nextGateway) : nextGateway
        if scope == .everything, random.chance(4) { return "10.\(1 + number % 3).0.\(number)" }
        return random.chance(15) ? "2001:db8:1::\(String(number, radix: 16))" : "35.0.0.\(number)"
    }

    private mutating func gateway(_ index: Int) -> String {
        if random.chance(20) {
            let nodePort = scope == .everything ? 30_443 + random.below(3) : 31_000 + freshNumber()
            let annotation = random.pick(["", "{}", "{\\\"topology.kubernetes.io/region\\\": \\\"r1\\\"}"])
            return """
                apiVersion: v1
                kind: Service
                metadata: {name: gw-\(index), namespace: istio-system, labels: {topology.istio.io/network: \(network())}, \
                annotations: {traffic.istio.io/nodeSelector: "\(annotation)"}}
                spec: {type: NodePort, ports: [{name: tls, port: 15443, nodePort: \(nodePort)}]}

                """
        }
        let ports = random.pick([[15_443], [15_443], [15_443, 15_008], [15_008], [443]])
        var labels: [String: String] = [:]
        if random.chance(15) { labels["networking.istio.io/gatewayPort"] = random.pick(["443", "15443", "no"]) }
        guard random.chance(25) else {
            let ips = (0..<1 + random.below(2)).map { _ in gatewayAddress() }
            let isLabelled = random.chance(85)
            return Manifest.gatewayService(
                "gw-\(index)",
                network: isLabelled ? network() : nil,
                ips: ips,
                ports: ports,
                labels: labels
            )
        }
        let hostname = scope == .everything ? "gw\(random.below(3)).example" : "gw\(freshNumber()).example"
        return """
            apiVersion: v1
            kind: Service
            metadata: {name: gw-\(index), namespace: istio-system, labels: {topology.istio.io/network: \(network())}}
            spec: {type: LoadBalancer, ports: [{name: tls, port: 15443}], externalIPs: []}
            status: {loadBalancer: {ingress: [{hostname: \(hostname)}]}}

            """
    }

    private mutating func freshNumber() -> Int {
        nextGateway += 1
        return nextGateway
    }

    private mutating func gatewayResource() -> String {
        """
        apiVersion: gateway.networking.k8s.io/v1
        kind: Gateway
        metadata: {name: gwa, namespace: istio-system, labels: {topology.istio.io/network: \(network())}}
        spec:
          gatewayClassName: \(random.pick(["istio", "istio-remote"]))
          addresses: [{value: "\(gatewayAddress())"}]
          listeners:
          - {name: a, port: 15443, protocol: TLS, tls: {mode: Passthrough}}
          - {name: b, port: 15008, protocol: HBONE}

        """
    }

    /// Generates one claim per cluster and one range per network: the standard rules refuse contradictions.
    private mutating func meshNetworks() -> String {
        var claimed = clusters.shuffled(using: &random)
        var text = "networks:\n"
        for (index, network) in Self.networks.enumerated() where random.chance(60) {
            text +=
                "  \(network):\n    endpoints:\n    - fromCidr: 10.\(index).0.0/\(random.pick(["\(8 + index)", "16", "24"]))\n"
            if random.chance(30), let cluster = claimed.popLast() { text += "    - fromRegistry: \(cluster)\n" }
            var gateways: [String] = []
            for _ in 0..<random.below(3) {
                let name = scope == .everything ? "gw\(random.below(3)).example" : "gw\(freshNumber()).example"
                let address = random.chance(75) ? gatewayAddress() : name
                gateways.append("    - {address: \"\(address)\", port: 15443}\n")
            }
            if random.chance(20) {
                gateways.append(
                    "    - {registryServiceName: gw-0.istio-system.svc.cluster.local, port: 15443}\n"
                )
            }
            text += gateways.isEmpty ? "" : "    gateways:\n" + gateways.joined()
        }
        return text == "networks:\n" ? "networks: {}\n" : text
    }

    private mutating func dns() -> String {
        var text = "unused.example: []\n"
        for number in 0..<(scope == .everything ? 3 : 30) where random.chance(70) {
            text += "gw\(number).example: [36.0.0.\(number)\(random.chance(30) ? ", \"2001:db8:2::\(number)\"" : "")]\n"
        }
        return text
    }

    private mutating func meshConfig() -> String {
        random.pick([
            "localityLbSetting: {enabled: false}\n",
            "localityLbSetting: {failoverPriority: [topology.istio.io/network, topology.kubernetes.io/region]}\n",
            "serviceSettings: [{settings: {clusterLocal: true}, hosts: [\"\(random.pick(Self.hosts))\"]}]\n",
        ])
    }

    private mutating func configuration() -> [String] {
        var objects: [String] = []
        if random.chance(70) {
            var endpoints = (0..<1 + random.below(4)).map { _ in machine(app: "ext") }
            if scope == .everything, random.chance(10) { endpoints.append("address: \"unix:///run/ext\"") }
            objects.append(Manifest.serviceEntry("ext", host: "ext.example.com", endpoints: endpoints))
        }
        guard scope == .everything else { return objects }
        for host in Self.hosts where random.chance(40) {
            let name = "rule-\(objects.count)"
            objects.append(Manifest.destinationRule(name, host: host, rule()))
        }
        if random.chance(25) {
            let namespace = random.pick(["istio-system", "shop"])
            let mode = random.pick(["STRICT", "DISABLE"])
            let selector = random.chance(40) ? "selector: {matchLabels: {version: v1}}, " : ""
            objects.append(
                Manifest.peerAuthentication("policy", namespace: namespace, "\(selector)mtls: {mode: \(mode)}")
            )
        }
        return objects
    }

    private mutating func rule() -> String {
        let locality = random.pick([
            "", "", "failover: [{from: r1, to: r2}]",
            "failoverPriority: [topology.istio.io/network, topology.kubernetes.io/region, topology.kubernetes.io/zone]",
            "failoverPriority: [version, \"app=s0\"]",
            "failoverPriority: [topology.istio.io/cluster], failover: [{from: r2, to: r1}]",
            "distribute: [{from: \"r1/*\", to: {\"r1/z1/*\": 70, \"r2/*\": 30}}, {from: \"*\", to: {\"*\": 100}}]",
            "enabled: false",
        ])
        var policy: [String] = []
        if random.chance(60) { policy.append("outlierDetection: {}") }
        if !locality.isEmpty { policy.append("loadBalancer: {localityLbSetting: {\(locality)}}") }
        if random.chance(20) {
            policy.append("tls: {mode: \(random.pick(["DISABLE", "SIMPLE", "ISTIO_MUTUAL"]))}")
        }
        let own = random.chance(30) ? ", trafficPolicy: {tls: {mode: ISTIO_MUTUAL}}" : ""
        return "trafficPolicy: {\(policy.joined(separator: ", "))}, subsets: [{name: v1, labels: {version: v1}\(own)}]"
    }

    private mutating func node() -> EnvoyNode {
        var metadata: [String: MetadataValue] = [:]
        if scope == .everything {
            if random.chance(15) { metadata["REQUESTED_NETWORK_VIEW"] = .string(random.pick(["n1", "n1,n2", "n4"])) }
            if random.chance(20) { metadata["NAMESPACE"] = .string(random.pick(["pay", "istio-system"])) }
            if random.chance(40) { metadata["NODE_NAME"] = .string(random.pick(["node-1", "node-2"])) }
            if random.chance(50) {
                metadata["LABELS"] = .object([
                    "version": .string(random.pick(["v1", "v2"])), "app": .string(random.pick(["s0", "s1"])),
                ])
            }
        }
        let own =
            scope == .everything && random.chance(20) ? "10.\(1 + random.below(3)).0.\(1 + random.below(20))" : nil
        return .sidecar(
            own ?? random.pick(["10.99.0.1", "10.99.0.1", "2001:db8:9::1", "10.99.0.1,2001:db8:9::1"]),
            network: random.chance(80) ? random.pick(Self.networks + ["elsewhere"]) : nil,
            cluster: random.chance(85) ? random.pick(clusters) : nil,
            kind: random.chance(80) ? "sidecar" : random.pick(["router", "waypoint"]),
            metadata: metadata,
            locality: random.chance(50) ? Locality(label: random.pick(Self.localities)) : nil
        )
    }
}

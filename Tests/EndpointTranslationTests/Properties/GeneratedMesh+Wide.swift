import TestSupport
import TranslationTestSupport

extension GeneratedMesh {
    /// Returns the mesh with Sidecars, merged and selecting rules, discovery selectors, exports, imports and a revision.
    ///
    /// Its random numbers are separate, so that the rest of the mesh is the same.
    func widened(seed: UInt64) -> GeneratedMesh {
        var mesh = self
        var random = SeededGenerator(seed: seed ^ 0x5EED)
        for cluster in mesh.objects.keys.sorted() {
            mesh.objects[cluster, default: []].append(Self.namespace("shop", &random))
            mesh.objects[cluster]? += Self.listings(cluster, &random)
            for service in ["s0", "s1"] {
                if random.chance(30) { mesh.objects[cluster]?.append(Self.multiCluster("ServiceExport", service, "")) }
                let addresses = random.pick(["[10.254.0.1]", "[]", "[bad]"])
                let spec = "spec: {type: ClusterSetIP, ips: \(addresses)}\n"
                if random.chance(30) {
                    mesh.objects[cluster]?.append(Self.multiCluster("ServiceImport", service, spec))
                }
            }
        }
        for (name, namespace) in [("own", "shop"), ("some", "shop"), ("default", "istio-system")] {
            guard random.chance(35) else { continue }
            mesh.objects[configCluster]?.append(Self.sidecar(name, namespace, &random))
        }
        for number in 0..<random.below(4) {
            mesh.objects[configCluster]?.append(Self.rule(number, &random))
        }
        if random.chance(30) {
            mesh.objects[configCluster]?.append(Self.configMap(random.pick(["istio", "istio-canary"]), &random))
        } else if mesh.mesh == nil, random.chance(30) {
            mesh.mesh = "discoverySelectors: [{matchLabels: {team: a}}]\n"
        }
        for number in 0..<random.below(3) {
            mesh.objects[configCluster]?.append(Self.entry(number, &random))
        }
        mesh.names += ["outbound|80||api.example.com", "outbound|8080||api.example.com"]
        mesh.names += ["outbound|80||s0.shop.svc.clusterset.local", "outbound|80|v2|s0.shop.svc.cluster.local"]
        return mesh
    }

    /// Dual-stack pods with slices of both families, entries with several addresses, and ports without a number.
    private static func listings(_ cluster: String, _ random: inout SeededGenerator) -> [String] {
        var objects: [String] = []
        let base = (cluster.utf8.last.map(Int.init) ?? 0) % 10
        var items: [String: [String]] = ["IPv4": [], "IPv6": []]
        for number in 0..<random.below(3) {
            let (four, six) = ("10.60.\(base).\(number)", "2001:db8:60:\(base)::\(number)")
            let name = "dual-\(number)"
            objects.append(
                Manifest.pod(
                    name,
                    ips: random.chance(50) ? [four, six] : [six, four],
                    labels: ["app": "s0", "version": random.pick(["v1", "v2"])],
                    network: random.chance(50) ? random.pick(MeshGenerator.networks) : nil
                )
            )
            for (type, address) in [("IPv4", four), ("IPv6", six)] where random.chance(80) {
                let conditions = random.pick(["ready: true", "ready: true", "ready: false, terminating: false"])
                let pod = random.chance(80) ? name : nil
                items[type, default: []].append(Manifest.endpoint(address, pod: pod, conditions: conditions))
            }
        }
        if random.chance(25) {
            items["IPv4", default: []].append("{addresses: [10.61.\(base).1, 10.61.\(base).2], hostname: h}")
            items["IPv6", default: []].append("{addresses: [\"2001:db8:61:\(base)::1\"], hostname: h}")
        }
        for (type, suffix) in [("IPv4", random.pick(["a", "z"])), ("IPv6", "m")] {
            let ports = random.chance(10) ? "{name: http}" : "{name: http, port: 8080}"
            guard let found = items[type], !found.isEmpty else { continue }
            objects.append(Manifest.slice("s0", suffix: suffix, type: type, ports: ports, found))
        }
        if random.chance(20), let found = items["IPv4"], !found.isEmpty {
            objects.append(
                Manifest.slice("s0", suffix: "b", type: "IPv4", ports: "{name: http, port: 8081}", found)
            )
        }
        return objects
    }

    /// A ServiceEntry for a port of a host that others describe too.
    private static func entry(_ number: Int, _ random: inout SeededGenerator) -> String {
        let port = "{number: \(random.pick([80, 8080])), name: \(random.pick(["http", "http", "web"]))}"
        let inline = "endpoints: [{address: 192.0.2.\(number)}, {address: \"2001:db8:70::\(number)\"}]"
        let source = random.chance(70) ? inline : "workloadSelector: {labels: {app: s0}}"
        return Manifest.object(
            "networking.istio.io/v1",
            "ServiceEntry",
            "api-\(number)",
            namespace: "shop",
            labels: [:],
            "spec: {hosts: [api.example.com], resolution: STATIC, ports: [\(port)], \(source)}\n"
        )
    }

    private static func namespace(_ name: String, _ random: inout SeededGenerator) -> String {
        let labels = ["team": random.pick(["a", "a", "b"])]
        return Manifest.object("v1", "Namespace", name, namespace: nil, labels: labels, "")
    }

    private static func multiCluster(_ kind: String, _ service: String, _ spec: String) -> String {
        Manifest.object("multicluster.x-k8s.io/v1alpha1", kind, service, namespace: "shop", labels: [:], spec)
    }

    private static func sidecar(_ name: String, _ namespace: String, _ random: inout SeededGenerator) -> String {
        let selector = name == "some" ? "workloadSelector: {labels: {app: \(random.pick(["s0", "s1"]))}}, " : ""
        let hosts = ["./*", "*/*", "~/*", "shop/s0.shop.svc.cluster.local", "*/*.example.com", "pay/*"]
        let listeners = (0..<1 + random.below(2)).map { _ in
            let port = random.chance(30) ? "port: {number: \(random.pick([80, 81])), protocol: HTTP, name: x}, " : ""
            return "{\(port)hosts: [\"\(random.pick(hosts))\", \"\(random.pick(hosts))\"]}"
        }
        return Manifest.object(
            "networking.istio.io/v1",
            "Sidecar",
            name,
            namespace: namespace,
            labels: random.chance(15) ? ["istio.io/rev": "canary"] : [:],
            "spec: {\(selector)egress: [\(listeners.joined(separator: ", "))]}\n"
        )
    }

    private static func rule(_ number: Int, _ random: inout SeededGenerator) -> String {
        let host = random.pick(["s0.shop.svc.cluster.local", "s1.shop.svc.cluster.local", "*.shop.svc.cluster.local"])
        var fields = ["host: \"\(host)\""]
        if random.chance(30) { fields.append("workloadSelector: {matchLabels: {version: v1}}") }
        if random.chance(40) { fields.append("exportTo: [\"\(random.pick([".", "*", "pay", "~"]))\"]") }
        if random.chance(70) { fields.append("subsets: [{name: v\(1 + random.below(2)), labels: {version: v1}}]") }
        return Manifest.object(
            "networking.istio.io/v1",
            "DestinationRule",
            "wide-\(number)",
            namespace: random.pick(["shop", "pay", "istio-system"]),
            labels: random.chance(10) ? ["istio.io/rev": "canary"] : [:],
            "spec: {\(fields.joined(separator: ", "))}\n"
        )
    }

    private static func configMap(_ name: String, _ random: inout SeededGenerator) -> String {
        let mesh = random.pick([
            "discoverySelectors: [{matchLabels: {team: a}}]", "defaultServiceExportTo: ['.']",
            "defaultDestinationRuleExportTo: ['.']", "rootNamespace: pay",
        ])
        return Manifest.object(
            "v1",
            "ConfigMap",
            name,
            namespace: "istio-system",
            labels: [:],
            "data: {mesh: \"\(mesh)\"}\n"
        )
    }
}

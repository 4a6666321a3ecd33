import MeshModel
import TestSupport
import TranslationTestSupport

extension GeneratedMesh {
    /// The names of waypoints, and those that waypoints request.
    private static let ambientNames =
        ["outbound|15008||wp.shop.svc.cluster.local"]
        + MeshGenerator.hosts.flatMap { ["inbound-vip|80|http|\($0)", "inbound-vip|80|tcp/v1|\($0)"] }

    /// Returns the same mesh with captured workloads, waypoints, global services, and proxies that use them.
    func withAmbientObjects(_ random: inout SeededGenerator) -> GeneratedMesh {
        var result = self
        for cluster in objects.keys.sorted() {
            let changed = (objects[cluster] ?? []).map { Self.changed($0, &random) }
            result.objects[cluster] = changed + Self.waypoint(in: cluster, &random)
        }
        let scopes = "serviceScopeConfigs: [{servicesSelector: {matchLabels: {global: yes}}, scope: GLOBAL}]\n"
        result.mesh = random.chance(80) ? scopes + (mesh ?? "") : mesh
        result.names += Self.ambientNames
        for kind in ["router", "waypoint", "waypoint"] {
            let labels = [
                "gateway.istio.io/managed": random.pick([GatewayManager.eastWest, GatewayManager.ingress, ""])
            ]
            result.nodes.append(
                .sidecar(
                    network: random.chance(80) ? random.pick(MeshGenerator.networks) : nil,
                    cluster: random.pick(objects.keys.sorted()),
                    kind: kind,
                    metadata: ["LABELS": .object(labels.mapValues { .string($0) })]
                )
            )
        }
        return result
    }

    /// Returns an object as it may be in an ambient mesh.
    private static func changed(_ object: String, _ random: inout SeededGenerator) -> String {
        let place = "namespace: \"shop\""
        if object.contains("kind: Service\n"), object.contains(place) {
            var labels: [String] = []
            if random.chance(50) { labels.append("global: \"yes\"") }
            if random.chance(40) {
                labels.append("istio.io/use-waypoint: \(random.pick(["wp", "wp", "none", "gone"]))")
            }
            if random.chance(40) { labels.append("istio.io/ingress-use-waypoint: \"true\"") }
            let text = labels.joined(separator: ", ")
            guard !labels.isEmpty else { return object }
            return object.contains("labels: {")
                ? object.replacing("labels: {", with: "labels: {\(text), ", maxReplacements: 1)
                : object.replacing(place, with: "\(place), labels: {\(text)}")
        }
        let canBeCaptured = object.contains("kind: Pod\n") || object.contains("kind: WorkloadEntry\n")
        guard canBeCaptured, !object.contains("annotations:"), random.chance(50) else { return object }
        let plain =
            random.chance(50) ? object.replacing("security.istio.io/tlsMode: \"istio\"", with: "a: \"b\"") : object
        return plain.replacing(place, with: "\(place), annotations: {ambient.istio.io/redirection: enabled}")
    }

    /// Returns the namespace of services and a waypoint, which may not be ready.
    private static func waypoint(in cluster: String, _ random: inout SeededGenerator) -> [String] {
        let number = cluster.last ?? "0"
        let status = random.pick([
            "[{type: Hostname, value: wp.shop.svc.cluster.local}]", "[{type: IPAddress, value: 10.255.9.\(number)}]",
            "[]",
        ])
        let consent = ["istio.io/use-waypoint": "wp", "istio.io/ingress-use-waypoint": "true"]
        var objects = [
            Manifest.object(
                "v1",
                "Namespace",
                "shop",
                namespace: nil,
                labels: random.chance(40) ? consent : [:],
                ""
            )
        ]
        guard random.chance(75) else { return objects }
        objects += [
            Manifest.object(
                "gateway.networking.k8s.io/v1",
                "Gateway",
                "wp",
                namespace: "shop",
                labels: [:],
                "spec: {listeners: [{port: 15008, protocol: HBONE}]}\nstatus: {addresses: \(status)}\n"
            ),
            Manifest.object(
                "v1",
                "Service",
                "wp",
                namespace: "shop",
                labels: ["gateway.istio.io/managed": GatewayManager.waypoint],
                "spec: {clusterIP: 10.255.9.\(number), ports: [{name: http, port: 15008}]}\n"
            ),
            Manifest.pod("wp-0", ip: "10.9.\(number).1", labels: ["gateway.istio.io/managed": GatewayManager.waypoint]),
            Manifest.slice("wp", [Manifest.endpoint("10.9.\(number).1", pod: "wp-0")]),
        ]
        return objects
    }
}

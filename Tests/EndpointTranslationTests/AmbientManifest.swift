/// Small objects in YAML, as API servers of ambient meshes list them.
enum AmbientManifest {
    static func namespace(_ name: String, labels: [String: String] = [:]) -> String {
        "apiVersion: v1\nkind: Namespace\n" + metadata(name, labels: labels)
    }

    static func service(
        _ name: String,
        namespace: String = "ns",
        labels: [String: String] = [:],
        port: String = "{name: http, port: 80, targetPort: 8080}",
        fields: String = "clusterIP: 1.2.3.4"
    ) -> String {
        "apiVersion: v1\nkind: Service\n" + metadata(name, namespace, labels: labels)
            + "spec:\n  \(fields)\n  ports: [\(port)]"
    }

    static func slice(
        _ service: String,
        _ addresses: [String],
        namespace: String = "ns",
        port: String = "{name: http, port: 8080}"
    ) -> String {
        let endpoints = addresses.map { "{addresses: [\"\($0)\"]}" }.joined(separator: ", ")
        return "apiVersion: discovery.k8s.io/v1\nkind: EndpointSlice\n"
            + metadata("\(service)-1", namespace, labels: ["kubernetes.io/service-name": service])
            + "addressType: IPv4\nports: [\(port)]\nendpoints: [\(endpoints)]"
    }

    static func pod(
        _ name: String,
        _ address: String,
        namespace: String = "ns",
        labels: [String: String] = [:],
        annotations: [String: String] = [:]
    ) -> String {
        "apiVersion: v1\nkind: Pod\n" + metadata(name, namespace, labels: labels, annotations: annotations)
            + "status: {phase: Running, podIP: \"\(address)\", conditions: [{type: Ready, status: \"True\"}]}"
    }

    /// Returns a gateway Service of a network, with load balancer addresses.
    static func gateway(_ network: String, _ addresses: [String], ports: [Int]) -> String {
        let ingress = addresses.map { "{ip: \"\($0)\"}" }.joined(separator: ", ")
        let list = ports.map { "{name: p\($0), port: \($0)}" }.joined(separator: ", ")
        let mutualTLS = ports.first { $0 != 15_008 } ?? 1
        return service(
            "gateway-\(network)",
            namespace: "istio-system",
            labels: ["topology.istio.io/network": network, "networking.istio.io/gatewayPort": String(mutualTLS)],
            port: list,
            fields: "type: LoadBalancer"
        ) + "\nstatus: {loadBalancer: {ingress: [\(ingress)]}}"
    }

    /// Returns the Gateway of a waypoint, with the addresses of its status.
    static func waypointGateway(
        className: String = "istio-waypoint",
        listener: String = "",
        addresses: String = "[{type: Hostname, value: waypoint.ns.svc.cluster.local}]"
    ) -> String {
        "apiVersion: gateway.networking.k8s.io/v1\nkind: Gateway\n" + metadata("waypoint", "ns")
            + "spec:\n  gatewayClassName: \(className)\n"
            + "  listeners: [{name: mesh, port: 15008, protocol: HBONE\(listener)}]\n"
            + "status: {addresses: \(addresses)}"
    }

    /// Returns a waypoint: its Gateway, Service and one pod.
    static func waypoint(_ address: String, listener: String = "") -> [String] {
        [
            waypointGateway(listener: listener),
            service("waypoint", port: "{name: mesh, port: 15008}", fields: "clusterIP: 1.2.3.99"),
            slice("waypoint", [address], port: "{name: mesh, port: 15008}"),
            pod("waypoint-0", address, labels: ["gateway.istio.io/managed": "istio.io-mesh-controller"]),
        ]
    }

    private static func metadata(
        _ name: String,
        _ namespace: String = "",
        labels: [String: String] = [:],
        annotations: [String: String] = [:]
    ) -> String {
        let place = namespace.isEmpty ? "" : "namespace: \(namespace), "
        return "metadata: {name: \"\(name)\", \(place)labels: \(flow(labels)), annotations: \(flow(annotations))}\n"
    }

    private static func flow(_ pairs: [String: String]) -> String {
        let items = pairs.sorted { $0.key < $1.key }.map { "\"\($0.key)\": \"\($0.value)\"" }
        return "{\(items.joined(separator: ", "))}"
    }
}

internal import MeshModel
internal import TextFormats

/// The objects of test meshes as YAML, in flow style, so that the relevant fields of each are on one line.
public enum Manifest {
    /// Returns a Namespace, with its network label if one is given.
    public static func namespace(_ name: String, network: String? = nil) -> String {
        object("v1", "Namespace", name, namespace: nil, labels: labels(network: network), "")
    }

    /// Returns a Node.
    public static func node(_ name: String, labels: [String: String] = [:], externalIP: String? = nil) -> String {
        let status = externalIP.map { "status: {addresses: [{type: ExternalIP, address: \(quoted($0))}]}\n" } ?? ""
        return object("v1", "Node", name, namespace: nil, labels: labels, status)
    }

    /// Returns a running pod of namespace `shop`, by default with a sidecar.
    public static func pod(
        _ name: String,
        ip: String,
        node: String? = nil,
        labels: [String: String] = [:],
        network: String? = nil,
        hasSidecar: Bool = true
    ) -> String {
        var all = labels.merging(Self.labels(network: network)) { own, _ in own }
        if hasSidecar { all["security.istio.io/tlsMode"] = "istio" }
        let spec = node.map { "spec: {nodeName: \(quoted($0))}\n" } ?? ""
        let status = """
            status: {phase: Running, podIP: \(quoted(ip)), conditions: [{type: Ready, status: "True"}]}

            """
        return object("v1", "Pod", name, namespace: "shop", labels: all, spec + status)
    }

    /// Returns a running pod of namespace `shop` with a sidecar and several addresses, the primary one first.
    public static func pod(
        _ name: String,
        ips: [String],
        labels: [String: String] = [:],
        network: String? = nil
    ) -> String {
        var all = labels.merging(Self.labels(network: network)) { own, _ in own }
        all["security.istio.io/tlsMode"] = "istio"
        let list = ips.map { "{ip: \(quoted($0))}" }.joined(separator: ", ")
        let status = """
            status: {phase: Running, podIP: \(quoted(ips.first ?? "")), podIPs: [\(list)], \
            conditions: [{type: Ready, status: "True"}]}

            """
        return object("v1", "Pod", name, namespace: "shop", labels: all, status)
    }

    /// Returns a Service of namespace `shop`, on port 80 with target port 8080, that selects `app: <name>`.
    public static func service(
        _ name: String,
        labels: [String: String] = [:],
        annotations: [String: String] = [:],
        spec: String = ""
    ) -> String {
        let fields =
            "clusterIP: 10.255.0.1, selector: {app: \(name)}, ports: [{name: http, port: 80, targetPort: 8080}]"
        return object(
            "v1",
            "Service",
            name,
            namespace: "shop",
            labels: labels,
            annotations: annotations,
            "spec: {\(fields)\(spec.isEmpty ? "" : ", " + spec)}\n"
        )
    }

    /// Returns the EndpointSlice `<service>-<suffix>` of a Service of namespace `shop`; each endpoint in flow style.
    public static func slice(_ service: String, suffix: String = "1", _ endpoints: [String]) -> String {
        object(
            "discovery.k8s.io/v1",
            "EndpointSlice",
            "\(service)-\(suffix)",
            namespace: "shop",
            labels: ["kubernetes.io/service-name": service],
            "addressType: IPv4\nports: [{name: http, port: 8080}]\nendpoints: [\(endpoints.joined(separator: ", "))]\n"
        )
    }

    /// Returns an EndpointSlice of a Service of namespace `shop` with its address type and ports in flow style.
    public static func slice(
        _ service: String,
        suffix: String,
        type: String,
        ports: String = "{name: http, port: 8080}",
        _ endpoints: [String]
    ) -> String {
        object(
            "discovery.k8s.io/v1",
            "EndpointSlice",
            "\(service)-\(suffix)",
            namespace: "shop",
            labels: ["kubernetes.io/service-name": service],
            "addressType: \(type)\nports: [\(ports)]\nendpoints: [\(endpoints.joined(separator: ", "))]\n"
        )
    }

    /// Returns one endpoint of a slice: an address, its pod if any, and conditions.
    public static func endpoint(_ ip: String, pod: String? = nil, conditions: String = "ready: true") -> String {
        let target = pod.map { ", targetRef: {kind: Pod, name: \($0), namespace: shop}" } ?? ""
        return "{addresses: [\(quoted(ip))], conditions: {\(conditions)}\(target)}"
    }

    /// Pods `<service>-<n>` at addresses, and the slice that lists them.
    public static func workload(
        _ service: String,
        _ suffix: String = "1",
        ips: [String],
        labels: [String: String] = [:],
        network: String? = nil,
        hasSidecar: Bool = true
    ) -> [String] {
        let names = ips.indices.map { "\(service)-\(suffix)-\($0)" }
        var own = labels
        own["app"] = service
        return zip(names, ips).map { pod($0, ip: $1, labels: own, network: network, hasSidecar: hasSidecar) }
            + [slice(service, suffix: suffix, zip(names, ips).map { endpoint($1, pod: $0) })]
    }

    /// Returns a LoadBalancer Service of namespace `istio-system` on port 15443; a gateway if it has a network label.
    public static func gatewayService(
        _ name: String = "eastwest",
        network: String? = nil,
        ips: [String],
        ports: [Int] = [15_443],
        labels: [String: String] = [:]
    ) -> String {
        let ports = ports.map { "{name: p\($0), port: \($0)}" }.joined(separator: ", ")
        let ingress = ips.map { "{ip: \(quoted($0))}" }.joined(separator: ", ")
        return object(
            "v1",
            "Service",
            name,
            namespace: "istio-system",
            labels: labels.merging(Self.labels(network: network)) { own, _ in own },
            "spec: {type: LoadBalancer, ports: [\(ports)]}\nstatus: {loadBalancer: {ingress: [\(ingress)]}}\n"
        )
    }

    /// Returns a WorkloadEntry of namespace `shop`; the spec in flow style, without braces.
    public static func workloadEntry(_ name: String, _ spec: String) -> String {
        object("networking.istio.io/v1", "WorkloadEntry", name, namespace: "shop", labels: [:], "spec: {\(spec)}\n")
    }

    /// Returns a static ServiceEntry of namespace `shop` for a host, on port 80 with target port 8080.
    public static func serviceEntry(
        _ name: String,
        host: String,
        endpoints: [String],
        annotations: String = ""
    ) -> String {
        let header = annotations.isEmpty ? "" : ", annotations: {\(annotations)}"
        return """
            apiVersion: networking.istio.io/v1
            kind: ServiceEntry
            metadata: {name: \(name), namespace: shop\(header)}
            spec:
              hosts: [\(quoted(host))]
              resolution: STATIC
              ports: [{number: 80, name: http, protocol: HTTP, targetPort: 8080}]
              endpoints: [\(endpoints.map { "{\($0)}" }.joined(separator: ", "))]

            """
    }

    /// Returns a DestinationRule of namespace `shop`; the spec after the host in flow style.
    public static func destinationRule(_ name: String, host: String, _ spec: String) -> String {
        object(
            "networking.istio.io/v1",
            "DestinationRule",
            name,
            namespace: "shop",
            labels: [:],
            "spec: {host: \(quoted(host)), \(spec)}\n"
        )
    }

    /// Returns a PeerAuthentication; the spec in flow style, without braces.
    public static func peerAuthentication(_ name: String, namespace: String, _ spec: String) -> String {
        object(
            "security.istio.io/v1",
            "PeerAuthentication",
            name,
            namespace: namespace,
            labels: [:],
            "spec: {\(spec)}\n"
        )
    }

    /// Returns the remote secret with which a config cluster adds another cluster.
    public static func remoteSecret(_ cluster: String, kubeconfig: String) -> String {
        object(
            "v1",
            "Secret",
            cluster,
            namespace: "istio-system",
            labels: ["istio/multiCluster": "true"],
            "data: {\(cluster): \(Base64.encode(Array(kubeconfig.utf8)))}\n"
        )
    }

    /// Returns any object: header, then the given rest.
    public static func object(
        _ apiVersion: String,
        _ kind: String,
        _ name: String,
        namespace: String?,
        labels: [String: String],
        annotations: [String: String] = [:],
        _ rest: String
    ) -> String {
        var metadata = "name: \(quoted(name))"
        if let namespace { metadata += ", namespace: \(quoted(namespace))" }
        for (field, texts) in [("labels", labels), ("annotations", annotations)] where !texts.isEmpty {
            let pairs = texts.sorted { $0.key < $1.key }.map { "\($0.key): \(quoted($0.value))" }
            metadata += ", \(field): {\(pairs.joined(separator: ", "))}"
        }
        return "apiVersion: \(apiVersion)\nkind: \(kind)\nmetadata: {\(metadata)}\n\(rest)"
    }

    /// Returns a text in double quotes.
    public static func quoted(_ text: String) -> String { "\"\(text)\"" }

    private static func labels(network: String?) -> [String: String] {
        network.map { ["topology.istio.io/network": $0] } ?? [:]
    }
}

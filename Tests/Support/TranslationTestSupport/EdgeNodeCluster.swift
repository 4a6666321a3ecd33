/// A cluster on its own network, with two pods of `web`, whose gateway is a NodePort Service on one of its nodes.
public enum EdgeNodeCluster {
    /// Returns all objects of a cluster; networks, addresses and ports contain its name or number.
    public static func objects(_ cluster: String, _ number: Int) -> [String] {
        [
            Manifest.namespace("istio-system", network: "\(cluster)-network"), Manifest.namespace("shop"),
            Manifest.service("web"), node("a", address: "192.0.2.\(number)0", isEdge: true),
            node("b", address: "192.0.2.\(number)1", isEdge: false),
            Manifest.object(
                "v1",
                "Service",
                "eastwest",
                namespace: "istio-system",
                labels: ["topology.istio.io/network": "\(cluster)-network"],
                annotations: ["traffic.istio.io/nodeSelector": #"{\"edge\":\"true\"}"#],
                "spec: {type: NodePort, ports: [{name: tls, port: 15443, nodePort: 3200\(number)}]}\n"
            ),
        ] + Manifest.workload("web", ips: ["10.\(number).0.1", "10.\(number).0.2"])
    }

    /// Returns a node, which the gateway's selector matches or not.
    public static func node(_ name: String, address: String, isEdge: Bool) -> String {
        Manifest.node(name, labels: isEdge ? ["edge": "true"] : [:], externalIP: address)
    }
}

/// The node of an Envoy.
public struct EnvoyNode: Hashable, Sendable {
    /// The `node.id`, such as `sidecar~10.1.9.1~client.shop~shop.svc.cluster.local`.
    public var id: String
    /// The `node.cluster`.
    public var cluster: String
    /// The `node.locality`.
    public var locality: EnvoyLocality
    /// The `node.metadata`.
    public var metadata: [String: JSONValue]
    /// The `node.user_agent_name`; empty for none.
    public var userAgentName = ""

    /// Makes a node.
    public init(
        id: String,
        cluster: String,
        locality: EnvoyLocality = EnvoyLocality(),
        metadata: [String: JSONValue] = [:]
    ) {
        self.id = id
        self.cluster = cluster
        self.locality = locality
        self.metadata = metadata
    }

    /// Makes a sidecar's node as Istio does, in the given network and Kubernetes cluster.
    public static func sidecar(
        _ name: String,
        namespace: String,
        address: String,
        network: String,
        cluster: String,
        locality: EnvoyLocality = EnvoyLocality()
    ) -> EnvoyNode {
        EnvoyNode(
            id: "sidecar~\(address)~\(name).\(namespace)~\(namespace).svc.cluster.local",
            cluster: "\(name).\(namespace)",
            locality: locality,
            metadata: [
                "NAMESPACE": .string(namespace),
                "INSTANCE_IPS": .string(address),
                "NETWORK": .string(network),
                "CLUSTER_ID": .string(cluster),
            ]
        )
    }

    /// The node in Protobuf's JSON form.
    public var json: JSONValue {
        let json: JSONValue = [
            "id": .string(id), "cluster": .string(cluster), "locality": locality.json, "metadata": .object(metadata),
        ]
        return userAgentName.isEmpty ? json : json.merging(["userAgentName": .string(userAgentName)])
    }
}

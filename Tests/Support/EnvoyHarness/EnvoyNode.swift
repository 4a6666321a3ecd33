/// Who an Envoy says it is.
public struct EnvoyNode: Hashable, Sendable {
    /// `node.id`, such as `sidecar~10.1.9.1~client.shop~shop.svc.cluster.local`.
    public var id: String
    /// `node.cluster`.
    public var cluster: String
    /// `node.locality`.
    public var locality: EnvoyLocality
    /// `node.metadata`.
    public var metadata: [String: JSONValue]

    /// Names a node.
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

    /// A sidecar as Istio would name it, in the given network and Kubernetes cluster.
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
        ["id": .string(id), "cluster": .string(cluster), "locality": locality.json, "metadata": .object(metadata)]
    }
}

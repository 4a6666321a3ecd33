internal import MeshModel

/// The properties of a proxy in its node (EG-I1 to EG-I4).
///
/// A node id of four parts (`type~ip~name.namespace~domain`) is parsed as Istio's; any other node is a sidecar that
/// reaches both
/// address families. Metadata counts in both cases.
struct NodeDescription {
    let node: EnvoyNode
    let identity: NodeIdentity?
    let metadata: ProxyMetadata
    let cluster: ClusterID
    let namespace: String
    let addresses: [String]

    init(_ node: EnvoyNode) {
        let identity = NodeIdentity(node.id)
        let metadata = ProxyMetadata(node.metadata)
        self.node = node
        self.identity = identity
        self.metadata = metadata
        cluster = ClusterID(metadata.clusterID)
        namespace = [metadata.namespace, identity?.namespace ?? ""].first { !$0.isEmpty } ?? "default"
        addresses = metadata.instanceIPs ?? (identity.map { [$0.address] } ?? [])
    }
}

public import MeshModel

/// A hypothetical change of a mesh.
public enum MeshEdit: Hashable, Sendable {
    /// Removes a gateway's address from MeshNetworks, Services, Gateways and nodes; without a port on all ports.
    case withoutGateway(address: String, port: Int?)
    /// Labels a namespace of a cluster with a network; an empty network removes the label.
    case labelNamespace(cluster: ClusterID, namespace: String, network: String)
    /// Removes everything in a zone: nodes, pods, and entries of machines.
    case loseZone(String)
    /// Removes everything that the API server of a cluster lists, apart from configuration.
    case loseCluster(ClusterID)
    /// Removes MeshNetworks.
    case withoutMeshNetworks
    /// Removes an object.
    case delete(ObjectPattern)

    /// An error that prevents a change.
    public struct Failure: Error, Sendable, CustomStringConvertible {
        /// The message: what was found and what was expected.
        public let description: String

        /// Makes a failure.
        public init(_ description: String) { self.description = description }
    }
}

extension MeshEdit: CustomStringConvertible {
    /// The human-readable description.
    public var description: String {
        switch self {
        case .withoutGateway(let address, let port):
            "without gateway \(address)\(port.map { " port \($0)" } ?? "")"
        case .labelNamespace(let cluster, let namespace, ""):
            "without the network label of namespace \(namespace) in \(cluster)"
        case .labelNamespace(let cluster, let namespace, let network):
            "namespace \(namespace) in \(cluster) labelled \(network)"
        case .loseZone(let zone): "zone \(zone) lost"
        case .loseCluster(let cluster): "cluster \(cluster) lost"
        case .withoutMeshNetworks: "without MeshNetworks"
        case .delete(let pattern): "\(pattern) deleted"
        }
    }
}

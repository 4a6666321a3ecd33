public import MeshModel

/// A change of a mesh that is only thought of.
public enum MeshEdit: Hashable, Sendable {
    /// A gateway's address is gone: from MeshNetworks, Services, Gateways and nodes. Without a port, on all ports.
    case withoutGateway(address: String, port: Int?)
    /// A namespace of a cluster gets the label of a network; an empty network takes the label away.
    case labelNamespace(cluster: ClusterID, namespace: String, network: String)
    /// Everything in a zone is gone: nodes, pods, and entries of machines.
    case loseZone(String)
    /// Everything that the API server of a cluster lists is gone, but for configuration.
    case loseCluster(ClusterID)
    /// There are no MeshNetworks.
    case withoutMeshNetworks
    /// An object is gone.
    case delete(ObjectPattern)

    /// Why a change cannot be made.
    public struct Failure: Error, Sendable, CustomStringConvertible {
        /// What was found and what was expected.
        public let description: String

        /// Makes a failure.
        public init(_ description: String) { self.description = description }
    }
}

extension MeshEdit: CustomStringConvertible {
    /// What is thought of, for people.
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

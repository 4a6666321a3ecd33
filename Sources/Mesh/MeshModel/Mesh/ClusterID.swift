/// The id of a Kubernetes cluster, as `CLUSTER_ID` and `fromRegistry` spell it.
public struct ClusterID: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// The id as text.
    public let name: String

    /// Makes a cluster id.
    public init(_ name: String) { self.name = name }

    /// The id of objects without a cluster, such as a gateway address of MeshNetworks (NI-34).
    public static let none = ClusterID("")

    /// A Boolean value that indicates whether the cluster is unknown.
    public var isEmpty: Bool { name.isEmpty }

    /// The id itself.
    public var description: String { name }

    /// Orders clusters by the bytes of their ids.
    public static func < (left: ClusterID, right: ClusterID) -> Bool { left.name < right.name }
}

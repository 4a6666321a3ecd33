public import MeshModel
public import MeshSources

extension KubernetesPod {
    /// Returns the locality of the pod: by its own label, otherwise by its node's (NI-89).
    ///
    /// - Parameter node: the pod's node, or `nil` if it is unknown.
    public func locality(on node: KubernetesNode?) -> Locality {
        Locality(label: WorkloadLabels.locality(metadata.labels, node: node))
    }
}

extension KubernetesNode {
    /// The locality of the node (NI-89).
    public var locality: Locality { Locality(label: WorkloadLabels.locality([:], node: self)) }
}

public import MeshModel
public import MeshSources

extension KubernetesPod {
    /// Where the pod is: by its own label, else by its node's (NI-89).
    ///
    /// - Parameter node: the node that it runs on; nil when it is not known.
    public func locality(on node: KubernetesNode?) -> Locality {
        Locality(label: WorkloadLabels.locality(metadata.labels, node: node))
    }
}

extension KubernetesNode {
    /// Where the node is (NI-89).
    public var locality: Locality { Locality(label: WorkloadLabels.locality([:], node: self)) }
}

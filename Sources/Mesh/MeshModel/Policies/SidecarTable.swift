/// The Sidecar resources of the mesh, and which of them scopes a proxy.
public struct SidecarTable: Equatable, Sendable {
    private let byNamespace: [String: [Sidecar]]
    /// The Sidecar of the root namespace, for namespaces without one.
    private let meshDefault: Sidecar?

    /// Indexes resources.
    ///
    /// - Parameters:
    ///   - sidecars: resources in any order.
    ///   - rootNamespace: the namespace whose Sidecar without selector is the default of the mesh.
    public init(_ sidecars: [Sidecar], rootNamespace: String) {
        let sorted = sidecars.sorted { left, right in
            let (leftRank, rightRank) = (left.workloadSelector == nil ? 1 : 0, right.workloadSelector == nil ? 1 : 0)
            return (leftRank, left.creationTime, left.source.name, left.source.namespace)
                < (rightRank, right.creationTime, right.source.name, right.source.namespace)
        }
        byNamespace = Dictionary(grouping: sorted, by: \.source.namespace)
        meshDefault = byNamespace[rootNamespace]?.first { $0.workloadSelector == nil }
    }

    /// A table without resources.
    public static let empty = SidecarTable([], rootNamespace: "istio-system")

    /// A Boolean value that indicates whether there are no resources.
    public var isEmpty: Bool { byNamespace.isEmpty }

    /// Returns the resource that scopes a sidecar (EG-S11): one of its namespace that selects it, one of its namespace for all, else the
    /// default of the mesh.
    ///
    /// - Parameters:
    ///   - namespace: the proxy's namespace.
    ///   - hasLabels: whether the proxy has all labels of a selector; asked only about those that decide.
    public func sidecar(namespace: String, hasLabels: (Labels) -> Bool) -> Sidecar? {
        let own = byNamespace[namespace]?.first { $0.workloadSelector.map(hasLabels) ?? true }
        return own ?? meshDefault
    }
}

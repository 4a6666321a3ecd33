internal import MeshModel
internal import MeshSources

extension MeshTracker {
    /// The number of objects of each kind in the base, ascending by kind.
    public var baseCounts: [SourceStatus.Count] {
        ObjectKind.all.map { kind in
            SourceStatus.Count(kind.kind, baseClusters.reduce(0) { $0 + $1.count(of: kind) })
        }
        .filter { $0.count > 0 }.sorted { $0.kind < $1.kind }
    }
}

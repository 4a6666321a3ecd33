internal import MeshModel
internal import MeshSources

/// What is different between two states of a cluster, file by file.
///
/// Objects are the same only if their file is: what moved within a file has other places to tell people about.
struct ClusterChange {
    /// What the files hold that are gone or changed, and what those hold that are new or changed.
    private let objects: [ClusterObjects]

    init(from old: ClusterObjects, to new: ClusterObjects) {
        let before = Set(old.files.map(ObjectIdentifier.init))
        let now = Set(new.files.map(ObjectIdentifier.init))
        objects =
            old.files.filter { !now.contains(ObjectIdentifier($0)) }.map(\.objects)
            + new.files.filter { !before.contains(ObjectIdentifier($0)) }.map(\.objects)
    }

    /// Whether nothing is different.
    var isEmpty: Bool { objects.isEmpty }

    /// Whether objects of a kind may be different.
    func touches<Object>(_ kind: KeyPath<ClusterObjects, [Object]>) -> Bool {
        objects.contains { !$0[keyPath: kind].isEmpty }
    }

    /// Whether what is concluded of pods may be different.
    var touchesPods: Bool { touches(\.pods) || touches(\.nodes) }

    /// Whether what is concluded of pods or WorkloadEntries may be different.
    var touchesWorkloads: Bool { touchesPods || touches(\.workloadEntries) }

    /// The objects of a kind that are not in both states, and perhaps some that are.
    func all<Object>(_ kind: KeyPath<ClusterObjects, [Object]>) -> [Object] { objects.flatMap { $0[keyPath: kind] } }
}

internal import MeshModel
internal import MeshSources

/// The difference between two states of a cluster, file by file.
///
/// Objects are the same only if their file is: objects that moved within a file have other places in messages.
struct ClusterDelta {
    /// The objects of files that were removed or changed, and of those that were added or changed.
    private let objects: [ClusterObjects]
    /// The objects of each changed file, before and now; `nil` if files were added or removed.
    let changedFiles: [(before: ClusterObjects, now: ClusterObjects)]?

    init(from old: ClusterObjects, to new: ClusterObjects) {
        let before = Set(old.files.map(ObjectIdentifier.init))
        let now = Set(new.files.map(ObjectIdentifier.init))
        let removed = old.files.filter { !now.contains(ObjectIdentifier($0)) }
        let added = new.files.filter { !before.contains(ObjectIdentifier($0)) }
        objects = removed.map(\.objects) + added.map(\.objects)
        // Files are in order of their paths, so that those with the same paths are in the same places.
        let areReplaced = removed.map(\.path) == added.map(\.path)
        changedFiles = areReplaced ? zip(removed, added).map { ($0.objects, $1.objects) } : nil
    }

    /// A Boolean value that indicates whether there is no difference.
    var isEmpty: Bool { objects.isEmpty }

    /// Returns a Boolean value that indicates whether objects of a kind may differ.
    func touches<Object>(_ kind: KeyPath<ClusterObjects, [Object]>) -> Bool {
        objects.contains { !$0[keyPath: kind].isEmpty }
    }

    /// A Boolean value that indicates whether inferred pods may differ.
    var touchesPods: Bool { touches(\.pods) || touches(\.nodes) }

    /// A Boolean value that indicates whether inferred pods or WorkloadEntries may differ.
    var touchesWorkloads: Bool { touchesPods || touches(\.workloadEntries) }

    /// Returns the objects of a kind that are not in both states, and possibly some that are.
    func all<Object>(_ kind: KeyPath<ClusterObjects, [Object]>) -> [Object] { objects.flatMap { $0[keyPath: kind] } }
}

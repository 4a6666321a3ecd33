internal import MeshModel
public import MeshSources
internal import TextFormats

/// Files that are overlaid on those of a mesh directory.
///
/// A file replaces the one at the same path. At other paths, an object replaces the one of the same cluster, kind,
/// namespace and
/// name, or is added. `deletions.yaml` lists objects to remove.
public struct MeshOverlay: Sendable {
    /// The name of the file that lists objects to remove.
    public static let deletionsFile = "deletions.yaml"

    private let files: [SourceFile]
    private let displayName: String

    /// Makes an overlay of its files.
    public init(files: [SourceFile], displayName: String) {
        self.files = files
        self.displayName = displayName
    }

    /// Returns the mesh with the overlay, without applying ``deletions()``.
    ///
    /// - Parameters:
    ///   - base: the files of the mesh directory.
    ///   - baseName: the name of the directory in messages.
    ///   - reader: the reader of both.
    /// - Throws: `InputErrors` with all errors.
    public func laid(
        over base: [SourceFile],
        called baseName: String,
        by reader: MeshDirectoryReader
    ) throws(InputErrors) -> MeshDirectory {
        let basePaths = Set(base.map(\.path))
        let own = files.filter { $0.path != Self.deletionsFile }
        let replacing = Dictionary(own.map { ($0.path, $0) }) { first, _ in first }
        // A file at the top level has no objects to merge: it is added or replaces another one.
        let top = own.filter { !$0.path.hasPrefix("clusters/") && !basePaths.contains($0.path) }
        var mesh = try reader.read(files: base.map { replacing[$0.path] ?? $0 } + top, displayName: baseName)
        let added = own.filter { $0.path.hasPrefix("clusters/") && !basePaths.contains($0.path) }
        guard !added.isEmpty else { return mesh }
        let ids = Set(added.compactMap { Self.cluster(of: $0.path) }).sorted()
        guard let first = ids.first else { return mesh }
        let settings = SourceFile(
            path: "mesh-directory.json",
            text: """
                {"configCluster": \(Self.quoted(first)), "systemNamespace": \(Self.quoted(mesh.systemNamespace))}
                """
        )
        let extra = try reader.read(files: added + [settings], displayName: displayName)
        for cluster in extra.clusters {
            if let index = mesh.clusters.firstIndex(where: { $0.id == cluster.id }) {
                mesh.clusters[index].replace(by: cluster)
            } else {
                mesh.clusters.append(cluster)
            }
        }
        let config = mesh.configCluster
        mesh.clusters.sort { ($0.id == config ? 0 : 1, $0.id) < ($1.id == config ? 0 : 1, $1.id) }
        mesh.readConfigMap()
        mesh.problems += extra.problems
        return mesh
    }

    /// Returns the objects that the overlay removes.
    ///
    /// - Throws: ``DumpError``.
    public func deletions() throws(DumpError) -> [ObjectPattern] {
        guard let file = files.first(where: { $0.path == Self.deletionsFile }) else { return [] }
        do throws(DumpError) {
            return try ObjectPattern.list(reading: file.bytes)
        } catch {
            throw error.within(file.displayName)
        }
    }

    private static func cluster(of path: String) -> String? {
        let parts = path.split(separator: "/")
        return parts.count >= 3 && parts[0] == "clusters" ? String(parts[1]) : nil
    }

    private static func quoted(_ text: String) -> String { JSONValue.string(text).text() }
}

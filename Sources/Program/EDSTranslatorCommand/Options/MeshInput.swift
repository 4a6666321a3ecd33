internal import ArgumentParser
internal import MeshModel
internal import MeshSources
internal import MeshTracking
internal import ServerRuntime

/// The arguments for the mesh and its rules.
struct MeshInput: ParsableArguments {
    @Argument(help: "A mesh directory; the bundled mesh by default.", completion: .directory)
    var directory: String?

    @OptionGroup var rules: RuleOptions

    /// A Boolean value that indicates whether the rule set is the reference's, apart from single differences.
    var isReference: Bool { rules.isReference }

    /// Reads the directory.
    func read() throws -> MeshDirectory { try rules.read(directory) }

    /// The directory as the user names it, without trailing slashes, or `nil` for the bundled mesh.
    var trimmedDirectory: String? {
        guard var path = directory else { return nil }
        while path.count > 1, path.hasSuffix("/") { path.removeLast() }
        return path
    }

    /// Reads the directory without invalid objects; the mesh contains their errors.
    func readLeniently() throws -> MeshDirectory {
        var reader = rules.reader
        reader.isLenient = true
        do {
            guard let path = trimmedDirectory else {
                return try reader.read(files: BundledMesh.files, displayName: "bundled mesh")
            }
            return try reader.read(directory: path)
        } catch {
            throw CommandFailure(.badInput, error.summary)
        }
    }

    /// Returns a tracker of the mesh's changes.
    ///
    /// - Parameter feed: the feed of live clusters; a directory is optional then.
    func tracker(_ feed: (any ClusterFeed)?) throws -> MeshTracker {
        var reader = rules.reader
        reader.liveConfigCluster = feed?.configCluster
        reader.liveSystemNamespace = feed?.systemNamespace
        let inference = try rules.inference()
        do throws(InputErrors) {
            return try MeshTracker(feed?.base ?? base(isLive: feed != nil), reader: reader, inference: inference)
        } catch {
            throw CommandFailure(.badInput, error.summary)
        }
    }

    private func base(isLive: Bool) -> MeshTracker.Base {
        if let directory { return .directory(directory) }
        return isLive ? .none : .files(BundledMesh.files, displayName: "bundled mesh")
    }
}

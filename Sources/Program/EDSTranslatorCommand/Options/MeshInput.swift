internal import ArgumentParser
internal import MeshModel
internal import MeshSources
internal import MeshTracking
internal import ServerRuntime

/// The arguments for the mesh and its rules.
struct MeshInput: ParsableArguments {
    @Argument(
        help: ArgumentHelp(
            "A mesh directory, or a file of Kubernetes objects of one cluster (- is standard input).",
            discussion: "Default: the current directory, if it is a mesh directory."
        ),
        completion: .directory
    )
    var directory: String?

    @Option(
        help: ArgumentHelp(
            "A file of Kubernetes objects of a cluster; may be repeated. The first one is the config cluster.",
            valueName: "id=file"
        ),
        completion: .file()
    )
    var objects: [ObjectFile] = []

    @Flag(help: "Use the bundled mesh.")
    var example = false

    @OptionGroup var rules: RuleOptions

    /// A Boolean value that indicates whether the rule set is the reference's, apart from single differences.
    var isReference: Bool { rules.isReference }

    /// Returns the place of the mesh.
    ///
    /// - Throws: ``CommandFailure`` if none is named and the current directory is no mesh directory.
    func location() throws -> MeshLocation { try MeshLocation(directory, objects: objects, isExample: example) }

    /// A Boolean value that indicates whether the user names a mesh.
    var isNamed: Bool { directory != nil || !objects.isEmpty || example }

    /// Reads the mesh.
    func read() throws -> MeshDirectory { try rules.read(try location()) }

    /// Reads the mesh without invalid objects; it contains their errors.
    func readLeniently() throws -> MeshDirectory {
        var reader = rules.reader
        reader.isLenient = true
        let location = try location()
        do throws(InputErrors) {
            return try location.read(by: reader)
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
        let base = try feed?.base ?? base(isLive: feed != nil)
        do throws(InputErrors) {
            return try MeshTracker(base, reader: reader, inference: inference)
        } catch {
            throw CommandFailure(.badInput, error.summary)
        }
    }

    /// Returns the base of a server, for which the bundled mesh is the default.
    private func base(isLive: Bool) throws -> MeshTracker.Base {
        if !isNamed { return isLive ? .none : .files(BundledMesh.files, displayName: MeshLocation.bundled.displayName) }
        let location = try location()
        if case .directory(let path) = location { return .directory(path) }
        do {
            return .files(try location.files(), displayName: location.displayName)
        } catch {
            throw CommandFailure(.badInput, error.description)
        }
    }
}

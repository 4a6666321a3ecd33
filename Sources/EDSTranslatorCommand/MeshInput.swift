internal import ArgumentParser
internal import DiscoveryServer
internal import MeshModel
internal import MeshSources
internal import MeshTracking
internal import NetworkInference

/// The arguments that say which mesh is meant, and by which rules.
struct MeshInput: ParsableArguments {
    @Argument(help: "A mesh directory; the bundled mesh when left out.", completion: .directory)
    var directory: String?

    @Option(
        help: ArgumentHelp(
            "The rule set: standard or istio-1.30, followed by single differences.",
            discussion: "For example: standard,overlapping-cidrs=widest",
            valueName: "rules"
        )
    )
    var semantics = "standard"

    @Flag(help: "Pass over objects that cannot be used, and say so, instead of refusing the directory.")
    var lenient = false

    @Flag(help: "Ambient mode in several networks: HBONE tunnels, waypoints and gateways by HBONE.")
    var ambient = false

    @Flag(help: "In ambient mode, let ingress gateways enter other networks.")
    var ambientIngress = false

    @Option(
        help: ArgumentHelp(
            "Services of several clusters: off, discovery, host or cluster-local; each includes the ones before.",
            valueName: "level"
        )
    )
    var mcs = MultiClusterLevel.off

    enum MultiClusterLevel: String, ExpressibleByArgument, CaseIterable {
        case off
        case discovery
        case host
        case clusterLocal = "cluster-local"
    }

    /// What is switched on beyond the ordinary.
    var features: MeshFeatures {
        MeshFeatures(
            mcsServiceDiscovery: mcs != .off,
            mcsHost: mcs == .host || mcs == .clusterLocal,
            mcsClusterLocal: mcs == .clusterLocal,
            ambient: ambient,
            ambientIngress: ambientIngress
        )
    }

    /// The rule set that is meant.
    func rules() throws -> TranslationSemantics {
        do {
            return try TranslationSemantics(parsing: semantics)
        } catch {
            throw CommandFailure(.usage, error.message)
        }
    }

    /// Whether the rules are those of the reference, apart from single differences.
    var isReference: Bool { semantics.hasPrefix("istio") }

    /// Reads the directory.
    func read() throws -> MeshDirectory {
        do {
            guard let directory else { return try reader.read(files: BundledMesh.files, displayName: "bundled mesh") }
            let mesh = try reader.read(directory: directory)
            for problem in mesh.problems { StandardError.write("warning: passed over: \(problem)") }
            return mesh
        } catch {
            throw CommandFailure(.badInput, Self.list(error))
        }
    }

    /// The directory as the user names it, without slashes at the end; nil for the bundled mesh.
    var trimmedDirectory: String? {
        guard var path = directory else { return nil }
        while path.count > 1, path.hasSuffix("/") { path.removeLast() }
        return path
    }

    /// Reads the directory, bad objects passed over; what was passed over is told with the mesh.
    func readLeniently() throws -> MeshDirectory {
        var reader = reader
        reader.isLenient = true
        do {
            guard let path = trimmedDirectory else {
                return try reader.read(files: BundledMesh.files, displayName: "bundled mesh")
            }
            return try reader.read(directory: path)
        } catch {
            throw CommandFailure(.badInput, Self.list(error))
        }
    }

    /// How the directory is read.
    var reader: MeshDirectoryReader {
        var reader = MeshDirectoryReader()
        reader.isLenient = lenient
        return reader
    }

    /// Follows the mesh as it changes.
    ///
    /// - Parameter feed: who tells of live clusters; there need not be a directory then.
    func tracker(_ feed: (any ClusterFeed)?) throws -> MeshTracker {
        var reader = reader
        reader.liveConfigCluster = feed?.configCluster
        let inference = try inference()
        do throws(InputErrors) {
            return try MeshTracker(feed?.base ?? base(isLive: feed != nil), reader: reader, inference: inference)
        } catch {
            throw CommandFailure(.badInput, Self.list(error))
        }
    }

    private func base(isLive: Bool) -> MeshTracker.Base {
        if let directory { return .directory(directory) }
        return isLive ? .none : .files(BundledMesh.files, displayName: "bundled mesh")
    }

    /// How the mesh is inferred.
    func inference() throws -> MeshInference { MeshInference(semantics: try rules(), features: features) }

    /// Infers the mesh that was read.
    ///
    /// - Parameters:
    ///   - mesh: what was read.
    ///   - names: the addresses of gateway host names, unless the directory pins them.
    func infer(_ mesh: MeshDirectory, names: [String: [String]] = [:]) throws -> ServedMesh {
        var inference = try inference()
        inference.names = names
        do {
            return ServedMesh(directory: mesh, snapshot: try inference.snapshot(of: mesh))
        } catch {
            throw CommandFailure(.badInput, Self.list(error))
        }
    }

    /// All errors, but not more than a person reads.
    static func list(_ errors: InputErrors) -> String {
        let most = 20
        var lines = errors.errors.prefix(most).map(\.description)
        if errors.errors.count > most { lines.append("and \(errors.errors.count - most) more") }
        return lines.joined(separator: "\n")
    }
}

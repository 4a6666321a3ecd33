internal import ArgumentParser
internal import MeshModel
internal import MeshSources
internal import MeshViews
internal import NetworkInference

/// The arguments for reading and inferring meshes.
struct RuleOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "The rule set: standard, istio-1.30, istio-1.31 or istio-1.28, followed by overrides of single differences.",
            discussion: "For example: standard,overlapping-cidrs=widest",
            valueName: "rules"
        ),
        completion: .list(RuleOptions.ruleSets)
    )
    var semantics = "standard"

    /// The rule sets by name.
    static let ruleSets = TranslationSemantics.named.map(\.name)

    @Flag(help: "Skip invalid objects with a warning, instead of refusing the directory.")
    var lenient = false

    @Option(
        help: ArgumentHelp(
            "The revision of the control plane: its ConfigMap istio-<revision> and the objects labelled for it count.",
            valueName: "name"
        )
    )
    var revision: String?

    @Option(
        help: ArgumentHelp(
            "Ambient mode: single, or multi-network, which it is without a value.",
            discussion: """
                single: HBONE tunnels and waypoints, other networks by mTLS; multi-network: other networks by HBONE, and \
                services have a scope.
                """,
            valueName: "mode"
        )
    )
    var ambient = AmbientChoice.off

    @Flag(help: "In ambient mode of several networks, let ingress gateways enter other networks.")
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

    /// The optional features that are enabled.
    var features: MeshFeatures {
        MeshFeatures(
            mcsServiceDiscovery: mcs != .off,
            mcsHost: mcs == .host || mcs == .clusterLocal,
            mcsClusterLocal: mcs == .clusterLocal,
            ambient: ambient.mode,
            ambientIngress: ambientIngress
        )
    }

    /// Returns the selected rule set.
    func rules() throws -> TranslationSemantics {
        do {
            return try TranslationSemantics(parsing: semantics)
        } catch {
            throw CommandFailure(.usage, error.message)
        }
    }

    /// A Boolean value that indicates whether the rule set is the reference's, apart from single differences.
    var isReference: Bool { semantics.hasPrefix("istio") }

    /// Reads a mesh.
    func read(_ location: MeshLocation) throws -> MeshDirectory {
        do {
            let mesh = try location.read(by: reader)
            for problem in mesh.problems { StandardError.write("warning: skipped: \(problem)") }
            return mesh
        } catch {
            throw CommandFailure(.badInput, error.summary)
        }
    }

    /// The reader of the directory.
    var reader: MeshDirectoryReader {
        var reader = MeshDirectoryReader()
        reader.isLenient = lenient
        reader.revision = revision
        return reader
    }

    /// Returns the inference of the mesh.
    func inference() throws -> MeshInference { MeshInference(semantics: try rules(), features: features) }

    /// Infers a mesh.
    ///
    /// - Parameters:
    ///   - mesh: the mesh as read.
    ///   - names: the addresses of gateway host names, unless the directory pins them.
    func infer(_ mesh: MeshDirectory, names: [String: [String]] = [:]) throws -> MeshState {
        MeshState(directory: mesh, snapshot: try conclude(mesh, names: names).snapshot)
    }

    /// Infers a mesh and keeps the provenance.
    func conclude(_ mesh: MeshDirectory, names: [String: [String]] = [:]) throws -> MeshConclusions {
        var inference = try inference()
        inference.names = names
        do {
            return try MeshConclusions(mesh, by: inference)
        } catch {
            throw CommandFailure(.badInput, error.summary)
        }
    }
}

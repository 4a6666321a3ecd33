internal import ArgumentParser
internal import DiscoveryServer
internal import MeshModel
internal import MeshSources

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

    /// The rule set that is meant.
    func rules() throws -> TranslationSemantics {
        do {
            return try TranslationSemantics(parsing: semantics)
        } catch {
            throw CommandFailure(.usage, error.message)
        }
    }

    /// Reads the directory.
    func read() throws -> MeshDirectory {
        var reader = MeshDirectoryReader()
        reader.isLenient = lenient
        do {
            guard let directory else { return try reader.read(files: BundledMesh.files, displayName: "bundled mesh") }
            let mesh = try reader.read(directory: directory)
            for problem in mesh.problems { StandardError.write("warning: passed over: \(problem)") }
            return mesh
        } catch {
            throw CommandFailure(.badInput, Self.list(error))
        }
    }

    /// Infers the mesh that was read.
    func infer(_ mesh: MeshDirectory) throws -> ServedMesh {
        let rules = try rules()
        do {
            return try ServedMesh(mesh, semantics: rules)
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

internal import ArgumentParser

/// The arguments for the mesh directory and its golden files.
struct GoldenLocation: ParsableArguments {
    @Argument(
        help: ArgumentHelp(
            "A mesh directory.",
            discussion: "Default: the current directory, if it is a mesh directory."
        ),
        completion: .directory
    )
    var directory: String?

    @Flag(help: "Use the bundled mesh, which needs --golden.")
    var example = false

    @Option(
        help: ArgumentHelp("The folder of the golden files, if not DIR/golden.", valueName: "folder"),
        completion: .directory
    )
    var golden: String?

    func validate() throws {
        if example, golden == nil { throw ValidationError("The bundled mesh needs --golden.") }
    }

    /// Returns the place of the mesh.
    func mesh() throws -> MeshLocation { try MeshLocation(directory, isExample: example) }

    /// The golden files.
    var folder: GoldenFolder {
        GoldenFolder(golden ?? "\(MeshLocation.trimmed(directory ?? "."))/golden")
    }

    /// Returns the command line for another command with the same files.
    func command(_ verb: String, _ more: [String] = []) -> String {
        var words = ["eds-translator golden", verb]
        if example { words.append("--example") }
        if let directory { words.append(ShellWord.quoted(directory)) }
        if let golden { words += ["--golden", ShellWord.quoted(golden)] }
        return (words + more).joined(separator: " ")
    }
}

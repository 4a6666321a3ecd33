internal import ArgumentParser

/// The arguments for the mesh directory and its golden files.
struct GoldenLocation: ParsableArguments {
    @Argument(help: "A mesh directory; the bundled mesh by default, which needs --golden.", completion: .directory)
    var directory: String?

    @Option(
        help: ArgumentHelp("The folder of the golden files, if not DIR/golden.", valueName: "folder"),
        completion: .directory
    )
    var golden: String?

    func validate() throws {
        if directory == nil, golden == nil { throw ValidationError("The bundled mesh needs --golden.") }
    }

    /// The golden files.
    var folder: GoldenFolder {
        var base = directory ?? ""
        while base.count > 1, base.hasSuffix("/") { base.removeLast() }
        return GoldenFolder(golden ?? "\(base)/golden")
    }

    /// Returns the command line for another command with the same files.
    func command(_ verb: String, _ more: [String] = []) -> String {
        var words = ["eds-translator golden", verb]
        if let directory { words.append(ShellWord.quoted(directory)) }
        if let golden { words += ["--golden", ShellWord.quoted(golden)] }
        return (words + more).joined(separator: " ")
    }
}

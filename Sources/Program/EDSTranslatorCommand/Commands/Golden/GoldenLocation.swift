internal import ArgumentParser

/// The arguments that say which mesh directory and which golden files are meant.
struct GoldenLocation: ParsableArguments {
    @Argument(help: "A mesh directory; the bundled mesh when left out, which needs --golden.", completion: .directory)
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

    /// The command that does something with the same files.
    func command(_ verb: String, _ more: [String] = []) -> String {
        var words = ["eds-translator golden", verb]
        if let directory { words.append(ShellWord.quoted(directory)) }
        if let golden { words += ["--golden", ShellWord.quoted(golden)] }
        return (words + more).joined(separator: " ")
    }
}

internal import ArgumentParser
internal import TextFormats

/// `version`: shows the version and the build of this program.
struct ShowVersion: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "version",
        abstract: "Show the version, the commit, and the libraries in use.",
        discussion: """
            The commit is what EDS_TRANSLATOR_COMMIT said in the environment of the build, as Tools/install sets it.

            EXAMPLES:
              eds-translator version
              eds-translator version -o json
            """
    )

    @Option(name: [.short, .long], help: "text or json.")
    var output = ReportFormat.text

    func run() {
        let build = BuildInformation.current
        switch output {
        case .text: for line in build.lines { print(line) }
        case .json: print(build.json.text(pretty: true))
        }
    }
}

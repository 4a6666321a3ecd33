internal import ArgumentParser
internal import TextFormats

/// `version`: shows the version and the build of this program.
struct ShowVersion: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "version",
        abstract: "Show the version, the commit, and the libraries in use.",
        discussion: """
            The commit is the value of EDS_TRANSLATOR_COMMIT during the build, as set by Tools/install.

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

internal import ArgumentParser
internal import TextFormats

/// `manual`: prints the manual page, generated from the help of all commands.
struct Manual: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Print the manual page in roff.",
        discussion: """
            EXAMPLES:
              eds-translator manual > eds-translator.1
            """,
        shouldDisplay: false
    )

    func run() throws {
        let help: JSONValue
        do {
            help = try JSONValue(parsing: EDSTranslator._dumpHelp())
        } catch {
            throw CommandFailure(.badInput, "the help of the commands cannot be read: \(error)")
        }
        print(ManualPage(help: help).text, terminator: "")
    }
}

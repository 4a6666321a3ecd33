internal import ArgumentParser
internal import MeshSources
internal import MeshTracking
internal import ServerRuntime

/// `replay`: serves a recorded timeline.
struct Replay: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Serve a recorded mesh and its timeline, in real time or faster.",
        discussion: """
            Plays timeline.jsonl of a directory that `record` wrote: clusters, objects and their changes reach Envoys \
            as they did then. With --until and --output-dir it writes the mesh at that moment instead of serving it, \
            for explain, lint and the other commands.

            EXAMPLES:
              eds-translator replay recorded --speed 10
              eds-translator replay recorded --until 93.5 --output-dir at-the-outage
            """
    )

    @OptionGroup var input: MeshInput

    @Option(help: ArgumentHelp("Speed relative to real time, or max.", valueName: "factor"))
    var speed = "1"

    @Option(help: ArgumentHelp("Stop at this moment of the recording.", valueName: "seconds"))
    var until: Double?

    @Option(
        help: ArgumentHelp("Write the final mesh instead of serving it.", valueName: "folder"),
        completion: .directory
    )
    var outputDir: String?

    @OptionGroup var serving: ServingOptions

    private var factor: Double? { speed == "max" ? nil : Double(speed) }

    func validate() throws {
        guard input.directory != nil else { throw ValidationError("replay requires a directory that record wrote.") }
        guard speed == "max" || (factor.map { $0 > 0 && $0 <= 1_000_000 } ?? false) else {
            throw ValidationError("--speed must be max or a factor above 0, such as 10.")
        }
        if let until, !(0...2_000_000).contains(until) {
            throw ValidationError("--until must be the seconds since the beginning of the recording.")
        }
    }

    func run() async throws {
        let timeline: Timeline
        do throws(InputErrors) {
            timeline = try Timeline(directory: input.directory ?? "", keepsContent: outputDir != nil)
        } catch {
            throw CommandFailure(.badInput, error.summary)
        }
        let end = until.map { Int(($0 * 1_000).rounded()) }
        if let outputDir {
            return try await write(timeline, TimelinePlayer(timeline, speed: nil, until: end), to: outputDir)
        }
        let player = TimelinePlayer(timeline, speed: factor, until: end)
        let feed = TimelineFeed(timeline, player, serving.logger)
        let configuration = try serving.configuration(for: input)
        var session = try await ServerSession(configuration, try input.tracker(feed), feed: feed)
        try await session.run()
    }

    /// Writes the mesh at the end of the played part.
    private func write(_ timeline: Timeline, _ player: TimelinePlayer, to folder: String) async throws {
        var recorder = MeshRecorder()
        for change in timeline.beginning { recorder.record(change, at: 0) }
        do {
            try await player.play { recorder.record($0.change, at: 0) }
        } catch let error as InputError {
            throw CommandFailure(.badInput, error.description)
        }
        let directory = RecordedDirectory(folder)
        try directory.write(timeline.mesh.base.filter { $0.path != Timeline.fileName })
        try directory.write(recorder)
        print("\(recorder.count) objects written to \(folder)")
    }
}

internal import ArgumentParser
internal import Logging
internal import MeshModel
internal import MeshSources
internal import MeshTracking
internal import ServerRuntime
internal import Synchronization
internal import SystemPackage

/// `record`: writes the objects of live clusters as a mesh directory.
struct Record: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Write the objects of live clusters as a mesh directory, and their changes as a timeline.",
        discussion: """
            Only properties that affect endpoints are kept: no Secrets, no environment variables of containers, and \
            only the mesh's annotations. Every other command reads the directory; with --duration it has a \
            timeline.jsonl as well, which `replay` plays.

            EXAMPLES:
              eds-translator record production --context prod-east=east --context prod-west=west
              eds-translator record production --context prod-east=east --remote-secrets --duration 3600
            """
    )

    @Argument(help: "Output folder, which must be empty or not exist.", completion: .directory)
    var folder: String

    @OptionGroup var clusters: ClusterSourceOptions

    @Option(help: ArgumentHelp("How long to record changes. Default: 0.", valueName: "seconds"))
    var duration: Double = 0

    func validate() throws {
        guard clusters.isLive else { throw ValidationError("record requires --context or --in-cluster.") }
        guard (0...2_000_000).contains(duration) else {
            throw ValidationError("--duration must be 0 to 2000000 seconds.")
        }
    }

    func run() async throws {
        let logger = Logger(label: "record") { StreamLogHandler.standardError(label: $0) }
        // All kinds are recorded, also those that only some features read: the reader's features decide.
        let features = MeshFeatures(mcsServiceDiscovery: true)
        guard let feed = try clusters.feed(features, revision: nil, keepsContent: true, logger) else { return }
        guard FileTree.isEmptyOrAbsent(folder) else {
            throw CommandFailure(.usage, "\(folder) is not empty, expected a new or empty folder")
        }
        let inbox = ChangeInbox()
        let stopping = StopSignal()
        let signals = await SignalListener([2: { stopping.request() }, 15: { stopping.request() }])
        defer { signals.stop() }
        try await stopping.cancelling { try await feed.start { inbox.put($0) } }
        var recorder = MeshRecorder()
        for change in inbox.take() { recorder.take(change, at: 0) }
        if let problem = recorder.missingConfiguration(of: feed.configCluster) {
            await feed.stop()
            throw CommandFailure(.badInput, "\(problem)")
        }
        let directory = RecordedDirectory(folder)
        try directory.writeSettings(configCluster: feed.configCluster, systemNamespace: clusters.systemNamespace)
        try directory.write(recorder)
        warn(recorder.problems)
        say("\(recorder.count) objects written to \(folder)")
        if duration > 0 { try await follow(inbox, &recorder, directory, until: { stopping.isRequested }) }
        await feed.stop()
    }

    /// Prints a line for each object that is not recorded because it cannot be read.
    private func warn(_ problems: [InputError]) {
        for problem in problems { StandardError.write("warning: not recorded: \(problem)") }
    }

    /// Prints a line and flushes it, for programs that read the output.
    private func say(_ line: String) { _ = try? FileDescriptor.standardOutput.writeAll((line + "\n").utf8) }

    /// Writes changes, line by line.
    private func follow(
        _ inbox: ChangeInbox,
        _ recorder: inout MeshRecorder,
        _ directory: RecordedDirectory,
        until isStopping: @Sendable () -> Bool
    ) async throws {
        let start = ContinuousClock.now
        let file = try directory.appending(to: Timeline.fileName)
        var known = Set(recorder.problems)
        var count = 0
        while !isStopping(), ContinuousClock.now < start + .seconds(duration) {
            try await Task.sleep(for: .milliseconds(5))
            let milliseconds = Int((ContinuousClock.now - start) / .milliseconds(1))
            let changes = inbox.take()
            guard !changes.isEmpty else { continue }
            for change in changes {
                for line in recorder.take(change, at: milliseconds) {
                    try file.append(line + "\n")
                    count += 1
                }
            }
            let problems = recorder.problems
            warn(problems.filter { !known.contains($0) })
            known = Set(problems)
        }
        file.close()
        say("\(count) changes written to \(folder)/\(Timeline.fileName)")
    }
}

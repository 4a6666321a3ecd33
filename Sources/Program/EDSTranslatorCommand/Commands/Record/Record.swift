internal import ArgumentParser
internal import Logging
internal import MeshModel
internal import MeshSources
internal import MeshTracking
internal import ServerRuntime
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
        let logger = Logger(label: "record") { TextLogHandler(label: $0) }
        // All kinds are recorded, also those that only some features read: the reader's features decide.
        let features = MeshFeatures(mcsServiceDiscovery: true)
        guard let feed = try clusters.feed(features, revision: nil, keepsContent: true, logger) else { return }
        guard FileTree.isEmptyOrAbsent(folder) else {
            throw CommandFailure(.usage, "\(folder) is not empty, expected a new or empty folder")
        }
        // Changes are not debounced, because their times are recorded.
        let events = await ServerEvents(watching: nil, debouncer: Debouncer(quietPeriod: .zero, maximumDelay: .zero))
        defer { events.stop() }
        let enqueue = { @Sendable (changes: [ClusterChange]) in events.enqueue(changes) }
        try await feed.publishing(to: enqueue, until: events.stopping) { try await record(feed, events) }
    }

    /// Writes the objects, and then their changes for the requested time.
    private func record(_ feed: KubernetesFeed, _ events: ServerEvents) async throws {
        var recorder = MeshRecorder()
        for change in events.takeChanges() { recorder.record(change, at: 0) }
        if let problem = recorder.missingConfiguration(of: feed.configCluster) {
            throw CommandFailure(.badInput, "\(problem)")
        }
        let directory = RecordedDirectory(folder)
        try directory.writeSettings(configCluster: feed.configCluster, systemNamespace: clusters.systemNamespace)
        try directory.write(recorder)
        warn(recorder.problems)
        say("\(recorder.count) objects written to \(folder)")
        if duration > 0 { try await follow(events, &recorder, directory) }
    }

    /// Prints a line for each object that is not recorded because it cannot be read.
    private func warn(_ problems: [InputError]) {
        for problem in problems { StandardError.write("warning: not recorded: \(problem)") }
    }

    /// Prints a line and flushes it, for programs that read the output.
    private func say(_ line: String) { _ = try? FileDescriptor.standardOutput.writeAll((line + "\n").utf8) }

    /// Writes changes, line by line.
    private func follow(
        _ events: ServerEvents,
        _ recorder: inout MeshRecorder,
        _ directory: RecordedDirectory
    ) async throws {
        let start = ContinuousClock.now
        let end = Task { [duration] in
            try await Task.sleep(for: .seconds(duration))
            events.requestStop()
        }
        defer { end.cancel() }
        let file = try directory.appending(to: Timeline.fileName)
        var known = Set(recorder.problems)
        var count = 0
        func write(_ changes: [ClusterChange]) throws {
            let milliseconds = Int((ContinuousClock.now - start) / .milliseconds(1))
            for change in changes {
                for line in recorder.record(change, at: milliseconds) {
                    try file.append(line + "\n")
                    count += 1
                }
            }
            let problems = recorder.problems
            warn(problems.filter { !known.contains($0) })
            known = Set(problems)
        }
        recording: while true {
            for event in await events.next() {
                switch event {
                case .changes(let changes): try write(changes)
                // There are no files to reload: SIGHUP means that the terminal was closed.
                case .reload, .stop: break recording
                case .names, .push: break
                }
            }
        }
        try write(events.takeChanges())
        file.close()
        say("\(count) changes written to \(folder)/\(Timeline.fileName)")
    }
}

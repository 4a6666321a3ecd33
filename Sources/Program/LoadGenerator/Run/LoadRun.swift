internal import NIOCore
internal import NIOPosix

/// One run; cancelling its task ends it early, with a report of the measurements until then.
public struct LoadRun: Sendable {
    /// The environment of a run.
    public struct Surroundings: Sendable {
        /// The path of this executable, to start a server.
        public var executable: String
        /// The program's name and version, for the report.
        public var program: String
        /// Prints one line of progress.
        public var say: @Sendable (String) -> Void
        /// Called when the file of a change is in place, on a thread of the run; first with `nil`, for the whole
        /// generated mesh.
        public var didEdit: @Sendable (Change?) -> Void

        /// Makes an environment without output.
        public init(
            executable: String = "",
            program: String = "eds-translator",
            say: @escaping @Sendable (String) -> Void = { _ in },
            didEdit: @escaping @Sendable (Change?) -> Void = { _ in }
        ) {
            self.executable = executable
            self.program = program
            self.say = say
            self.didEdit = didEdit
        }
    }

    private let plan: LoadPlan
    private let surroundings: Surroundings

    /// Prepares a run.
    public init(_ plan: LoadPlan, surroundings: Surroundings = Surroundings()) {
        self.plan = plan
        self.surroundings = surroundings
    }

    /// Runs.
    ///
    /// - Throws: ``LoadError`` if the run is impossible; lost connections and missed changes are in the report.
    public func run() async throws(LoadError) -> LoadReport {
        HostDescription.raiseFileLimit()
        let setup = try LoadSetup(plan)
        switch plan.target {
        case .serve(let directory): return try await serve(directory, setup)
        case .address(let host, let port, let editing):
            let folder = editing.map { MeshFolder(path: $0) }
            defer { if let folder { clear(setup.mesh, from: folder) } }
            if let folder {
                try place(setup.mesh, in: folder)
                await wait(plan.noticeTime) { false }
            }
            return try await load(setup, host: host, port: port, folder: folder, server: nil)
        }
    }

    /// Starts a server with a copy of a directory and loads it.
    private func serve(_ directory: String, _ setup: LoadSetup) async throws(LoadError) -> LoadReport {
        let folder = try MeshFolder(copying: directory)
        defer { folder.remove() }
        try place(setup.mesh, in: folder)
        // Changes are announced by a signal, so that the debouncing of the file watcher is not measured.
        let server = try await ServerProcess(
            executable: surroundings.executable,
            arguments: ["serve", folder.path, "--listen", "127.0.0.1:0", "--no-watch", "--log-level", "warning"]
                + plan.serverArguments,
            logPath: "\(folder.path)/.server.log"
        )
        let outcome: Result<LoadReport, LoadError>
        do throws(LoadError) {
            outcome = .success(
                try await load(setup, host: "127.0.0.1", port: server.port, folder: folder, server: server)
            )
        } catch {
            outcome = .failure(error)
        }
        await server.stop()
        return try outcome.get()
    }

    private func place(_ mesh: LoadMesh?, in folder: MeshFolder) throws(LoadError) {
        guard let mesh else { return }
        for file in mesh.files { try folder.write(Array(file.text.utf8), to: file.path) }
        surroundings.didEdit(nil)
    }

    private func clear(_ mesh: LoadMesh?, from folder: MeshFolder) {
        for file in mesh?.files ?? [] { folder.removeFile(file.path) }
    }

    private func load(
        _ setup: LoadSetup,
        host: String,
        port: Int,
        folder: MeshFolder?,
        server: ServerProcess?
    ) async throws(LoadError) -> LoadReport {
        let address: SocketAddress
        do {
            address = try SocketAddress.makeAddressResolvingHost(host, port: port)
        } catch {
            throw LoadError(.server, "cannot resolve \(host): \(error)", cause: error)
        }
        let group = MultiThreadedEventLoopGroup(numberOfThreads: max(1, plan.threads))
        let driverGroup = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        let report = await measure(
            setup,
            ClientFleet(setup, to: address, on: Array(group.makeIterator())),
            driver: driver(setup, folder, server, on: driverGroup.next()),
            server: server
        )
        // The loops have no connections left, so a failure does not matter.
        try? await group.shutdownGracefully()
        try? await driverGroup.shutdownGracefully()
        guard report[.connections] > 0 else {
            throw LoadError(.server, "no connection to \(host):\(port) could be opened")
        }
        return report
    }

    private func driver(
        _ setup: LoadSetup,
        _ folder: MeshFolder?,
        _ server: ServerProcess?,
        on loop: any EventLoop
    ) -> ChangeDriver? {
        guard let mesh = setup.mesh, let folder else { return nil }
        let didEdit = surroundings.didEdit
        return ChangeDriver(mesh, in: folder, context: setup.context, on: loop) { change in
            server?.reload()
            didEdit(change)
        }
    }

    /// Connects, makes the changes or watches, waits for missing receipts, and merges the recordings.
    private func measure(
        _ setup: LoadSetup,
        _ fleet: ClientFleet,
        driver: ChangeDriver?,
        server: ServerProcess?
    ) async -> LoadReport {
        let context = setup.context
        let startedAt = HostDescription.wallTime
        let origin = RunClock.now
        let serverSampler = server.map { UsageSampler($0.processID, origin: origin) }
        let ownSampler = UsageSampler(HostDescription.processID, origin: origin)
        let lines = Task { [surroundings] in await ProgressLines(setup, say: surroundings.say).run() }
        await fleet.connect()
        await wait(plan.connectTimeout) {
            fleet.isEmpty || context.progress.firstCount >= context.roster.subscriptionCount
        }
        let start = RunClock.now
        context.progress.begin(at: start)
        var outcome = ChangeDriver.Outcome()
        if fleet.isEmpty {
            outcome.dropped = context.ledger.schedule.changes.count
        } else if let driver, !context.ledger.schedule.changes.isEmpty {
            outcome = await withTaskCancellationHandler {
                await driver.run(from: start)
            } onCancel: {
                context.progress.end()
            }
            let all = setup.allReceipts
            await wait(plan.settle) { context.progress.receiptCount >= all }
        } else {
            await wait(context.ledger.schedule.length) { false }
        }
        context.progress.end()
        lines.cancel()
        let serverUsage = serverSampler?.finish()
        let ownUsage = ownSampler.finish()
        let recording = await fleet.conclude()
        return LoadReport(
            context,
            recording: recording,
            outcome: outcome,
            program: surroundings.program,
            startedAt: startedAt,
            server: serverUsage,
            generator: ownUsage
        )
    }

    /// Waits for a condition, a timeout or the cancellation of the run.
    private func wait(_ nanoseconds: Int64, until isDone: () -> Bool) async {
        let deadline = RunClock.now + nanoseconds
        while !isDone(), !Task.isCancelled {
            let left = deadline - RunClock.now
            guard left > 0 else { return }
            try? await Task.sleep(for: .nanoseconds(min(left, 20_000_000)))
        }
    }
}

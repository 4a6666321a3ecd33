/// Prints the progress of a run once a second.
struct ProgressLines: Sendable {
    private let context: RunContext
    private let allReceipts: Int
    private let say: @Sendable (String) -> Void

    init(_ setup: LoadSetup, say: @escaping @Sendable (String) -> Void) {
        context = setup.context
        allReceipts = setup.allReceipts
        self.say = say
    }

    /// Prints progress until the task is cancelled.
    func run() async {
        let origin = RunClock.now
        while !Task.isCancelled {
            try? await Task.sleep(for: .seconds(1))
            if Task.isCancelled { return }
            say(line(seconds: (RunClock.now - origin) / 1_000_000_000))
        }
    }

    private func line(seconds: Int64) -> String {
        let progress = context.progress
        var parts = ["\(progress.firstCount)/\(context.roster.subscriptionCount) subscriptions answered"]
        let planned = context.ledger.schedule.changes.count
        if planned > 0 {
            parts.append("\(progress.madeCount)/\(planned) changes")
            parts.append("\(progress.receiptCount)/\(allReceipts) receipts")
        }
        parts.append("\(progress.rejectionCount) NACKs")
        parts.append("\(progress.failureCount) lost")
        return "\(seconds) s: " + parts.joined(separator: ", ")
    }
}

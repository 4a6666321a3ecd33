extension LoadReport {
    /// Makes a report from the recordings of the loops.
    ///
    /// - Parameters:
    ///   - context: plan, subscriptions and schedule.
    ///   - recording: the recordings of all loops, merged.
    ///   - outcome: the outcome of the changes.
    init(
        _ context: RunContext,
        recording: Recording,
        outcome: ChangeDriver.Outcome,
        program: String,
        startedAt: Int64,
        server: ProcessUsage?,
        generator: ProcessUsage
    ) {
        let schedule = context.ledger.schedule
        self.program = program
        self.startedAt = startedAt
        plan = context.plan.summary
        host = .current
        measuredTime = schedule.length - schedule.measuredFrom
        self.server = server
        self.generator = generator
        remarks = outcome.firstFailure.map { ["a change could not be made: \($0.message)"] } ?? []
        var counters: [Counter: UInt64] = [:]
        for counter in Counter.allCases { counters[counter] = recording[counter] }
        counters[.changesPlanned] = UInt64(schedule.changes.count)
        counters[.changesMade] = UInt64(outcome.made)
        counters[.changesFailed] = UInt64(outcome.failed)
        counters[.changesDropped] = UInt64(outcome.dropped)
        let fanOut = FanOut(context, recording, made: outcome.made + outcome.failed)
        counters[.receiptsExpected] = UInt64(fanOut.expected)
        counters[.receiptsMissed] = UInt64(fanOut.missed)
        counters[.fanOutsComplete] = UInt64(fanOut.complete)
        counters[.stalls, default: 0] += UInt64(fanOut.missed)
        self.counters = counters
        latencies = [
            .connectToFirst: recording.connectToFirst, .changeToReceipt: recording.changeToReceipt,
            .changeToAck: recording.changeToAck, .fanOut: fanOut.latency, .changeLag: outcome.lag,
            .spread: recording.spread,
        ]
    }
}

/// The progress of the measured changes.
private struct FanOut {
    var expected = 0
    var missed = 0
    var complete = 0
    var latency = LatencyHistogram()

    init(_ context: RunContext, _ recording: Recording, made: Int) {
        // A change that was not made cannot be missed.
        for change in context.ledger.schedule.changes.prefix(made) where context.ledger.isMeasured(change.index) {
            let audience = context.roster.audience(of: change)
            let seen = recording.receipts(of: change.index)
            expected += audience
            missed += max(0, audience - (seen?.count ?? 0))
            guard let seen, seen.count >= audience, let intended = context.intendedTime(of: change.index) else {
                continue
            }
            complete += 1
            latency.record(nanoseconds: seen.last - intended)
        }
    }
}

/// The shared data of all streams of a run.
final class RunContext: Sendable {
    let plan: LoadPlan
    let roster: ClientRoster
    let ledger: ChangeLedger
    let progress = RunProgress()

    init(plan: LoadPlan, roster: ClientRoster, ledger: ChangeLedger) {
        self.plan = plan
        self.roster = roster
        self.ledger = ledger
    }

    /// Returns the scheduled time of a change, on the run's clock.
    func intendedTime(of index: Int) -> Int64? {
        progress.startTime.map { $0 + ledger[index].offset }
    }
}

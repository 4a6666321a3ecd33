/// What every stream of a run needs to know.
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

    /// When a change is to be made, on the run's clock.
    func intendedTime(of index: Int) -> Int64? {
        progress.startTime.map { $0 + ledger[index].offset }
    }
}

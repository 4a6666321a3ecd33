internal import ArgumentParser
internal import LoadGenerator

/// The options for the requirements that set the exit status of `load`.
struct RequirementOptions: ParsableArguments {
    @Option(
        name: .customLong("require"),
        help: ArgumentHelp(
            "Exit with status 1 unless this holds; may be repeated.",
            discussion: """
                Latencies: connect_to_first, change_to_receipt, change_to_ack, fan_out, change_lag or spread, with \
                _min, _mean, _p50, _p99.9 or _max. Counts: nacks, stalls, receipts_missed, stream_failures, \
                bytes_received and others, as in the JSON. Also server_cores and server_memory.
                """,
            valueName: "figure<bound"
        )
    )
    var requirements: [String] = []

    /// Returns the parsed requirements.
    func parsed() throws -> [Requirement] {
        try requirements.map { text in
            do throws(LoadError) {
                return try Requirement(parsing: text)
            } catch {
                throw CommandFailure(.usage, error.message)
            }
        }
    }

    /// Prints a report with the verdicts; returns a Boolean value that indicates whether all requirements are met.
    func show(_ report: LoadReport) throws -> Bool {
        let requirements = try parsed()
        for line in report.table { print(line) }
        var isMet = true
        for requirement in requirements {
            let verdict = requirement.verdict(on: report)
            print("\(verdict.isMet ? "met" : "missed"): \(requirement): \(verdict.actual)")
            isMet = isMet && verdict.isMet
        }
        return isMet
    }
}

/// Repeats a piece of work, and looks at its processor time, its allocations and the memory that it keeps.
struct Sampler {
    /// No look at the clock is taken for less than this: one look costs up to a microsecond.
    private static let shortestBatch = 200_000.0
    private static let fewestSamples = 3
    private static let mostSamples = 10_000

    /// The time to spend on repetitions, by the clock on the wall; there are at least three of them.
    let seconds: Double
    private let clock = ContinuousClock()

    init(seconds: Double) { self.seconds = seconds }

    /// Measures a piece of work, with the time that it takes to free what it made.
    ///
    /// It runs once before anything is measured, and once more for allocations and memory alone.
    func sample<Failure>(_ work: () throws(Failure) -> WorkResult) throws(Failure) -> Sample {
        let first = try nanoseconds { () throws(Failure) in _ = try work() }
        var sample = try look(work)
        let repetitions = max(1, Int((Self.shortestBatch / max(first, 1)).rounded(.up)))
        let end = clock.now.advanced(by: .seconds(seconds))
        while sample.times.count < Self.fewestSamples || (clock.now < end && sample.times.count < Self.mostSamples) {
            let time = try nanoseconds { () throws(Failure) in
                for _ in 0..<repetitions { _ = try work() }
            }
            sample.times.append(time / Double(repetitions))
        }
        sample.times.sort()
        return sample
    }

    private func look<Failure>(_ work: () throws(Failure) -> WorkResult) throws(Failure) -> Sample {
        let before = Heap.bytesInUse
        var result: Result<WorkResult, Failure>?
        let counts = AllocationCounter.count {
            do throws(Failure) {
                result = .success(try work())
            } catch {
                result = .failure(error)
            }
        }
        let kept = Heap.growth(since: before)
        guard let made = try result?.get() else { return Sample() }
        return withExtendedLifetime(made.kept) {
            Sample(allocations: counts, bytes: made.bytes, keptBytes: kept)
        }
    }

    private func nanoseconds<Failure>(_ work: () throws(Failure) -> Void) throws(Failure) -> Double {
        let start = ThreadClock.now
        try work()
        return ThreadClock.now - start
    }
}

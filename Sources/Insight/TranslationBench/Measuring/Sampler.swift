/// Repeats a piece of work and measures its processor time, its allocations and the memory that it keeps.
struct Sampler {
    /// The minimum duration of a batch in nanoseconds: one reading of the clock takes up to a microsecond.
    private static let shortestBatch = 200_000.0
    private static let fewestSamples = 3
    private static let mostSamples = 10_000

    /// The wall-clock time to spend on repetitions; there are at least three.
    let seconds: Double
    private let clock = ContinuousClock()

    init(seconds: Double) { self.seconds = seconds }

    /// Measures a piece of work, including the time to free its result.
    ///
    /// It runs once before the measurement, and once more for allocations and memory.
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

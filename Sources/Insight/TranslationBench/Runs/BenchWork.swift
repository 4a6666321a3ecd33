/// A piece of work on a mesh that can be repeated.
public struct BenchWork {
    /// The key of its measurement.
    public let key: Measurement.Key
    /// The number of endpoints that its assignments represent, counted for every proxy.
    public let endpoints: Int
    /// The number of assignments.
    public let assignments: Int
    let run: () -> WorkResult

    /// Runs once and returns the number of bytes of the assignments.
    public func callAsFunction() -> Int { run().bytes }

    /// Runs once and returns the nanoseconds of processor time.
    public func processorTime() -> Int {
        let start = ThreadClock.now
        _ = run()
        return Int(ThreadClock.now - start)
    }

    /// Measures the work.
    func measurement(_ sampler: Sampler) -> Measurement {
        Measurement(key: key, endpoints: endpoints, assignments: assignments, sampler.sample(run))
    }
}

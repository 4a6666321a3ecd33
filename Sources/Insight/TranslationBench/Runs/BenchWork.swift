/// A piece of work on a mesh, to be repeated by whoever measures it.
public struct BenchWork {
    /// What it is.
    public let key: Measurement.Key
    /// The endpoints that its assignments stand for, for every proxy anew.
    public let endpoints: Int
    /// The assignments.
    public let assignments: Int
    let run: () -> WorkResult

    /// Does it once: the bytes of the assignments.
    public func callAsFunction() -> Int { run().bytes }

    /// Does it once: the nanoseconds of processor time that it takes.
    public func processorTime() -> Int {
        let start = ThreadClock.now
        _ = run()
        return Int(ThreadClock.now - start)
    }

    /// Measures it.
    func measurement(_ sampler: Sampler) -> Measurement {
        Measurement(key: key, endpoints: endpoints, assignments: assignments, sampler.sample(run))
    }
}

/// What was seen of a piece of work that was repeated.
struct Sample {
    /// The nanoseconds of each repetition, ascending; empty when time was not looked at.
    var times: [Double] = []
    /// The allocations of one repetition.
    var allocations: AllocationCounter.Counts?
    /// The bytes of the assignments that it made.
    var bytes = 0
    /// The memory that its result takes as long as it is held.
    var keptBytes: Int?

    /// The middle one of the times.
    var median: Double? {
        guard let middle = times.dropFirst((times.count - 1) / 2).first else { return nil }
        return times.count % 2 == 1 ? middle : (middle + times[times.count / 2]) / 2
    }
}

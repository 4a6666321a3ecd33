/// The measurements of a repeated piece of work.
struct Sample {
    /// The nanoseconds of each repetition, ascending; empty if time was not measured.
    var times: [Double] = []
    /// The allocations of one repetition.
    var allocations: AllocationCounter.Counts?
    /// The number of bytes of the resulting assignments.
    var bytes = 0
    /// The memory that the result occupies while it is held.
    var keptBytes: Int?

    /// The median of the times.
    var median: Double? {
        guard let middle = times.dropFirst((times.count - 1) / 2).first else { return nil }
        return times.count % 2 == 1 ? middle : (middle + times[times.count / 2]) / 2
    }
}

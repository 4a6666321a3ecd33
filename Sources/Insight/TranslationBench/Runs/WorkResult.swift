/// The result of a piece of work.
struct WorkResult {
    /// The number of bytes of the assignments.
    var bytes = 0
    /// A value to keep alive until the memory in use has been measured.
    var kept: Any?
}

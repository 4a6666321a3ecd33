/// What a piece of work came to.
struct WorkResult {
    /// The bytes of the assignments that it made.
    var bytes = 0
    /// What is to live until the memory in use has been looked at.
    var kept: Any?
}

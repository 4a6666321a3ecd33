/// The assignments that were withheld from a client while one event was handled (XP-B12).
///
/// Confined to one event loop.
final class WithheldAssignments {
    /// An assignment that is too large for the client.
    struct Assignment {
        let name: String
        let version: UInt64
        /// The size of a response that contains nothing else, in bytes.
        let size: Int
    }

    /// The assignments in the order in which they were withheld; one may occur several times.
    private(set) var assignments: [Assignment] = []

    func add(_ assignment: Assignment) { assignments.append(assignment) }
}

internal import Logging
internal import MeshSources

/// The log of objects that cannot be read: each error is logged once, and its end.
struct UnreadableObjects {
    /// The largest number of lines at once.
    private static let maximumLines = 20

    private var known: Set<InputError> = []

    /// Logs the difference to the errors of the last call.
    mutating func log(_ problems: [InputError], to logger: Logger) {
        let new = problems.filter { !known.contains($0) }
        let ended = known.subtracting(problems).count
        known = Set(problems)
        for problem in new.prefix(Self.maximumLines) {
            logger.error("object cannot be read", metadata: ["error": "\(problem)"])
        }
        if new.count > Self.maximumLines {
            logger.error("more objects cannot be read", metadata: ["objects": "\(new.count - Self.maximumLines)"])
        }
        if ended > 0, new.isEmpty {
            logger.notice("objects can be read again, or are gone", metadata: ["objects": "\(ended)"])
        }
    }
}

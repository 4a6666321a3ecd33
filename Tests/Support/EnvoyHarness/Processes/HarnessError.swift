/// An error of the harness.
public struct HarnessError: Error, Sendable, CustomStringConvertible {
    /// The kind of failure.
    public struct Code: Hashable, Sendable, CustomStringConvertible {
        private enum Kind: String {
            case missingTool, spawnFailed, exitedEarly, timedOut, unexpectedAnswer, systemCallFailed
        }

        private let kind: Kind

        /// A program that the harness needs was not found.
        public static let missingTool = Code(kind: .missingTool)
        /// The operating system could not start a process.
        public static let spawnFailed = Code(kind: .spawnFailed)
        /// A process ended before it was ready.
        public static let exitedEarly = Code(kind: .exitedEarly)
        /// A wait timed out.
        public static let timedOut = Code(kind: .timedOut)
        /// A response has an unexpected form.
        public static let unexpectedAnswer = Code(kind: .unexpectedAnswer)
        /// A system call failed.
        public static let systemCallFailed = Code(kind: .systemCallFailed)

        /// The code's name.
        public var description: String { kind.rawValue }
    }

    /// The kind of failure.
    public let code: Code

    /// The event, and what was expected.
    public let message: String

    /// Makes an error of the given kind.
    public init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }

    /// The code and the message, for output on a terminal.
    public var description: String { "\(code): \(message)" }
}

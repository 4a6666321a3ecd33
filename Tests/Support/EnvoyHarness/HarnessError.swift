/// Why something that the harness was asked to run could not be run.
public struct HarnessError: Error, Sendable, CustomStringConvertible {
    /// The kind of failure.
    public struct Code: Hashable, Sendable, CustomStringConvertible {
        private enum Kind: String {
            case missingTool, spawnFailed, exitedEarly, timedOut, unexpectedAnswer, systemCallFailed
        }

        private let kind: Kind

        /// A program that the harness needs is not where it was expected.
        public static let missingTool = Code(kind: .missingTool)
        /// The operating system refused to start a process.
        public static let spawnFailed = Code(kind: .spawnFailed)
        /// A process ended before it was ready.
        public static let exitedEarly = Code(kind: .exitedEarly)
        /// What was waited for did not happen in time.
        public static let timedOut = Code(kind: .timedOut)
        /// An answer came, but of another shape than expected.
        public static let unexpectedAnswer = Code(kind: .unexpectedAnswer)
        /// A call into the operating system failed.
        public static let systemCallFailed = Code(kind: .systemCallFailed)

        /// The code's name.
        public var description: String { kind.rawValue }
    }

    /// The kind of failure.
    public let code: Code

    /// What happened and what was expected instead.
    public let message: String

    /// Makes an error of the given kind.
    public init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }

    /// The code and the message, for a terminal.
    public var description: String { "\(code): \(message)" }
}

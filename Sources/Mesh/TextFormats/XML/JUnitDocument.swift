/// Test results in the XML of JUnit, which build servers read.
public struct JUnitDocument: Sendable {
    /// One test.
    public struct Case: Sendable {
        /// The result of a test.
        public enum Outcome: Sendable {
            /// Passed, with what it printed, if anything.
            case passed(output: String? = nil)
            /// Failed: the kind of failure, if it has one, the first line and the whole text.
            case failed(type: String? = nil, message: String, text: String)
            /// Not run.
            case skipped(reason: String)
        }

        /// The class that the test belongs to; nil for the suite's name.
        public var className: String?
        /// The name.
        public var name: String
        /// The file that the test concerns; nil for none.
        public var file: String?
        /// The line in the file, from 1; nil for the whole file.
        public var line: Int?
        /// The result.
        public var outcome: Outcome

        /// Creates a test.
        public init(
            className: String? = nil,
            name: String,
            file: String? = nil,
            line: Int? = nil,
            outcome: Outcome
        ) {
            self.className = className
            self.name = name
            self.file = file
            self.line = line
            self.outcome = outcome
        }
    }

    /// A suite of tests.
    public struct Suite: Sendable {
        /// The name.
        public var name: String
        /// The tests.
        public var cases: [Case]

        /// Creates a suite.
        public init(name: String, cases: [Case]) {
            self.name = name
            self.cases = cases
        }
    }

    private let name: String?
    private let suites: [Suite]
    private let countsSkipped: Bool

    /// Creates a document.
    ///
    /// - Parameters:
    ///   - name: the name of the whole; nil for none.
    ///   - suites: the suites.
    /// - countsSkipped: true to count errors and skipped tests beside failures.
    public init(name: String? = nil, suites: [Suite], countsSkipped: Bool = false) {
        self.name = name
        self.suites = suites
        self.countsSkipped = countsSkipped
    }

    /// The document, which ends with a line break.
    public var text: String {
        let name = name.map { #" name="\#(XMLText.attribute($0))""# } ?? ""
        var lines = [
            #"<?xml version="1.0" encoding="UTF-8"?>"#,
            "<testsuites\(name)\(counts(suites.flatMap(\.cases)))>",
        ]
        for suite in suites {
            let name = XMLText.attribute(suite.name)
            lines.append(#"  <testsuite name="\#(name)"\#(counts(suite.cases))>"#)
            for test in suite.cases { lines += Self.lines(of: test, suite: suite.name) }
            lines.append("  </testsuite>")
        }
        return (lines + ["</testsuites>", ""]).joined(separator: "\n")
    }

    private func counts(_ cases: [Case]) -> String {
        let counts = #" tests="\#(cases.count)" failures="\#(cases.count(where: \.isFailure))""#
        return countsSkipped ? counts + #" errors="0" skipped="\#(cases.count(where: \.isSkipped))""# : counts
    }

    private static func lines(of test: Case, suite: String) -> [String] {
        var head = #"    <testcase classname="\#(XMLText.attribute(test.className ?? suite))""#
        head += #" name="\#(XMLText.attribute(test.name))""#
        if let file = test.file { head += #" file="\#(XMLText.attribute(file))""# }
        if let line = test.line { head += #" line="\#(line)""# }
        guard let content = content(of: test.outcome) else { return [head + "/>"] }
        return [head + ">", "      " + content, "    </testcase>"]
    }

    private static func content(of outcome: Case.Outcome) -> String? {
        switch outcome {
        case .passed(let output):
            return output.map { "<system-out>\(XMLText.content($0))</system-out>" }
        case .failed(let type, let message, let text):
            let type = type.map { #" type="\#(XMLText.attribute($0))""# } ?? ""
            return #"<failure\#(type) message="\#(XMLText.attribute(message))">\#(XMLText.content(text))</failure>"#
        case .skipped(let reason):
            return #"<skipped message="\#(XMLText.attribute(reason))"/>"#
        }
    }
}

extension JUnitDocument.Case {
    fileprivate var isFailure: Bool {
        if case .failed = outcome { true } else { false }
    }

    fileprivate var isSkipped: Bool {
        if case .skipped = outcome { true } else { false }
    }
}

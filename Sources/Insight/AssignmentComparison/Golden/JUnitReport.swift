internal import MeshModel

/// Test results in the XML that build servers read.
public struct JUnitReport: Sendable {
    /// One test.
    public struct Case: Sendable {
        /// The name.
        public let name: String
        /// What is wrong: the first line, and all of it; nil when nothing is.
        public let failure: (message: String, text: String)?

        /// Makes a test.
        public init(name: String, failure: (message: String, text: String)?) {
            self.name = name
            self.failure = failure
        }
    }

    private let suite: String
    private let cases: [Case]

    /// Makes a report of one suite.
    public init(suite: String, cases: [Case]) {
        self.suite = suite
        self.cases = cases
    }

    /// The document.
    public var text: String {
        let failures = cases.count { $0.failure != nil }
        let name = XMLText.attribute(suite)
        var lines = [
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>",
            "<testsuites tests=\"\(cases.count)\" failures=\"\(failures)\">",
            "  <testsuite name=\"\(name)\" tests=\"\(cases.count)\" failures=\"\(failures)\">",
        ]
        for test in cases {
            let head = "    <testcase classname=\"\(name)\" name=\"\(XMLText.attribute(test.name))\""
            guard let failure = test.failure else {
                lines.append(head + "/>")
                continue
            }
            lines.append(head + ">")
            let message = XMLText.attribute(failure.message)
            lines.append("      <failure message=\"\(message)\">\(XMLText.content(failure.text))</failure>")
            lines.append("    </testcase>")
        }
        return (lines + ["  </testsuite>", "</testsuites>", ""]).joined(separator: "\n")
    }
}

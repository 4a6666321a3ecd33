internal import MeshModel
internal import MeshSources

/// Findings about invalid input: one rule for each kind of error.
enum InputFindings {
    static let rules = kinds.map(\.about)

    private struct Kind {
        let code: InputError.Code
        let about: RuleDescription
    }

    private static let kinds = [
        kind(.syntax, "SH900", "a file is not YAML or JSON", "kind: Service\n  metadata: {name: web"),
        kind(.type, "SH901", "a value has the wrong type", "kind: Pod\nmetadata: {name: 7}"),
        kind(.value, "SH902", "a value is not allowed", "ports: [{port: 70000}]"),
        kind(.missing, "SH903", "a required value is absent", "kind: Service\nmetadata: {namespace: shop}"),
        kind(.duplicate, "SH904", "a field or object is duplicated", "spec: {type: NodePort, type: LoadBalancer}"),
        kind(.conflict, "SH905", "two statements contradict each other", "fromRegistry: main    # in two networks"),
        kind(.limit, "SH906", "a limit on size, depth or count is exceeded", "[[[[[[...]]]]]]"),
        kind(.file, "SH907", "a file or folder cannot be read", "clusters/west/objects.yaml -> nowhere"),
    ]

    private static func kind(_ code: InputError.Code, _ name: String, _ title: String, _ example: String) -> Kind {
        let about = RuleDescription(
            code: name,
            severity: .error,
            title: title,
            why: """
                The object, or the rest of the file after a syntax error, is skipped here so that other findings are \
                reported. The other commands refuse the directory unless --lenient is given, and a server keeps its \
                last good state.
                """,
            fix: "Correct the place that the message names; it contains what was found and what was expected.",
            example: example
        )
        return Kind(code: code, about: about)
    }

    /// Returns the findings for input that was skipped while reading.
    static func findings(of problems: [InputError]) -> [Finding] {
        problems.map { problem in
            Finding(
                code: kinds.first { $0.code == problem.code }?.about.code ?? "SH902",
                severity: .error,
                message: problem.message,
                object: nil,
                location: problem.location,
                key: problem.message
            )
        }
    }
}

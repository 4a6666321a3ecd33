internal import MeshModel

extension LabelSelector {
    /// Reads `matchLabels` and `matchExpressions`.
    init(_ value: ManifestValue) throws(InputError) {
        let fields = try value.mapping("a label selector")
        self.init(matchLabels: try fields["matchLabels", or: "match_labels"]?.labels() ?? [:])
        for item in try fields["matchExpressions", or: "match_expressions"]?.list() ?? [] {
            let entry = try item.mapping()
            let word = try entry.required("operator", "how the label is compared")
            guard let comparison = Operator(rawValue: try word.string()) else {
                let known = Operator.allCases.map(\.rawValue).joined(separator: ", ")
                throw InputError(.value, at: word.location, "\"\(word.rawText)\" is unknown, expected one of \(known)")
            }
            expressions.append(
                Expression(
                    key: try entry.required("key", "a label's key").string(),
                    operator: comparison,
                    values: try entry["values"]?.strings() ?? []
                )
            )
        }
    }
}

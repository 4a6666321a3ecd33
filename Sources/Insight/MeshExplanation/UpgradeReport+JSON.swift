internal import MeshModel
public import TextFormats

extension UpgradeReport {
    /// The report as JSON; keys are stable.
    public var json: JSONValue {
        var fields = JSONFields()
        fields.add("formatVersion", number: 1)
        fields.add("from", text: from)
        fields.add("to", text: to)
        if let basis { fields.add("against", basis.json) }
        fields.add("answers", number: questions)
        fields.add("changed", number: findings.count)
        fields.add("causes", .array(groups.map(\.json)))
        fields.add("differences", findingsJSON)
        return fields.value
    }
}

extension UpgradeReport.Basis {
    fileprivate var json: JSONValue {
        var fields = JSONFields()
        fields.add("source", text: source)
        fields.add("compared", number: compared)
        fields.add(
            "differing",
            .array(
                differing.map { answer in
                    var fields = JSONFields()
                    fields.add("node", text: answer.node)
                    fields.add("name", text: answer.name)
                    return fields.value
                }
            )
        )
        return fields.value
    }
}

extension UpgradeReport.Group {
    fileprivate var json: JSONValue {
        var fields = JSONFields()
        fields.add("difference", text: step.difference.rawValue)
        fields.add("from", text: step.from)
        fields.add("to", text: step.to)
        fields.add("release", text: step.difference.change?.release)
        fields.add("issue", text: step.difference.change?.issue)
        fields.add("remedy", text: step.difference.change?.remedy)
        fields.add(
            "answers",
            .array(
                findings.map { finding in
                    var answer = JSONFields()
                    answer.add("node", text: finding.node)
                    answer.add("name", text: finding.name)
                    return answer.value
                }
            )
        )
        fields.add("objects", objects.map(\.description))
        return fields.value
    }
}

internal import MeshModel
public import TextFormats

extension RuleSetDifferences {
    /// The findings as a JSON array; keys are stable.
    public var json: JSONValue {
        .array(
            findings.map { finding in
                var fields = JSONFields()
                fields.add("node", text: finding.node)
                fields.add("name", text: finding.name)
                fields.add("changesShares", .bool(finding.changesShares))
                fields.add(
                    "responsible",
                    .array(
                        finding.steps.map { step in
                            var fields = JSONFields()
                            fields.add("difference", text: step.difference.rawValue)
                            fields.add("from", text: step.from)
                            fields.add("to", text: step.to)
                            fields.add("changesShares", .bool(step.changesShares))
                            fields.add("onlyNeeded", .bool(step.isOnlyNeeded))
                            return fields.value
                        }
                    )
                )
                fields.add("first", finding.first.json)
                fields.add("second", finding.second.json)
                return fields.value
            }
        )
    }
}

extension RuleSetDifferences.Answer {
    fileprivate var json: JSONValue {
        var fields = JSONFields()
        switch self {
        case .refused(let errors): fields.add("refused", text: errors)
        case .nothing(let reason): fields.add("nothing", text: reason)
        case .lines(let lines):
            fields.add(
                "hosts",
                .array(
                    lines.map { line in
                        var fields = JSONFields()
                        fields.add("address", text: line.address)
                        fields.add("reached", text: line.way)
                        fields.add("locality", text: line.locality)
                        fields.add("priority", number: line.priority)
                        fields.add("weight", number: line.weight)
                        fields.add("localityWeight", number: line.localityWeight)
                        fields.add("share", share: line.share)
                        return fields.value
                    }
                )
            )
        }
        return fields.value
    }
}

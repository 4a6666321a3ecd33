internal import MeshExplanation
internal import MeshModel
internal import TextFormats

/// Explanations as one JSON document.
enum ExplanationDocument {
    /// Returns `{"formatVersion": 1, "proxies": [{"proxy": ..., "assignments": [...]}]}`.
    static func json(
        _ answers: [(proxy: Proxy, explanations: [AssignmentExplanation])],
        endpoint: String?
    ) -> JSONValue {
        document(
            answers.map { answer in
                .object([
                    JSONValue.Member("proxy", answer.proxy.explanation),
                    JSONValue.Member(
                        "assignments",
                        .array(
                            answer.explanations.map { explanation in
                                explanation.json { endpoint == nil || $0.isKnown(as: endpoint ?? "") }
                            }
                        )
                    ),
                ])
            }
        )
    }

    /// Returns `{"formatVersion": 1, "proxies": [...]}`.
    static func document(_ proxies: [JSONValue]) -> JSONValue {
        .object([
            JSONValue.Member("formatVersion", .number(JSONNumber(1))),
            JSONValue.Member("proxies", .array(proxies)),
        ])
    }
}

extension ExplainedEndpoint {
    /// Returns a Boolean value that indicates whether an address, with or without port, is that of the endpoint.
    func isKnown(as text: String) -> Bool {
        if text == endpoint.address || text == address { return true }
        guard let wanted = IPAddress(text) else { return false }
        return IPAddress(endpoint.address) == wanted
    }
}

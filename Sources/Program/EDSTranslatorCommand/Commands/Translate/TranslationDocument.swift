internal import EndpointTranslation
internal import EnvoyMessages
internal import MeshModel
internal import TextFormats

/// Assignments as one JSON document.
enum TranslationDocument {
    /// Returns `[{"node": id, "resources": {cluster name: ClusterLoadAssignment}}]`, in the order of the proxies.
    static func json(_ answers: [TranslatedProxy]) throws -> JSONValue {
        var entries: [JSONValue] = []
        for answer in answers {
            var resources: [JSONValue.Member] = []
            for assignment in answer.assignments {
                resources.append(JSONValue.Member(assignment.name, try message(assignment)))
            }
            entries.append(
                .object([
                    JSONValue.Member("node", .string(answer.node.id)),
                    JSONValue.Member("resources", .object(resources)),
                ])
            )
        }
        return .array(entries)
    }

    /// Returns a ClusterLoadAssignment in proto3 JSON, defaults left out, keys sorted.
    static func message(_ assignment: EncodedAssignment) throws -> JSONValue {
        do {
            return try MessageJSON().value(of: .clusterLoadAssignment, assignment.bytes)
        } catch {
            throw CommandFailure(.badInput, "\(assignment.name): \(error)")
        }
    }
}

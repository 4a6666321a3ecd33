internal import EndpointTranslation
internal import EnvoyMessages
internal import MeshModel
internal import TextFormats

/// Writes one DiscoveryResponse per cluster, as Envoy reads it with `path_config_source`.
struct EnvoyFileOutput {
    let folder: String

    /// Writes `<folder>/<cluster>.json` for one proxy, `<folder>/<node id>/<cluster>.json` for several.
    func write(_ answers: [TranslatedProxy]) throws {
        for (answer, subfolder) in zip(answers, try OutputFiles.names(for: answers.map(\.node.id))) {
            let place = answers.count == 1 ? folder : "\(folder)/\(subfolder)"
            try OutputFiles.makeFolder(place)
            let names = try OutputFiles.names(for: answer.assignments.map(\.name))
            for (assignment, name) in zip(answer.assignments, names) {
                let path = "\(place)/\(name).json"
                let text = try response(assignment).text(pretty: true) + "\n"
                try OutputFiles.write(Array(text.utf8), to: path)
                print(path)
            }
        }
    }

    private func response(_ assignment: EncodedAssignment) throws -> JSONValue {
        guard case .object(let members) = try TranslationDocument.message(assignment) else {
            throw CommandFailure(.badInput, "\(assignment.name): not a valid message")
        }
        let resource = JSONValue.object(
            [JSONValue.Member("@type", .string(TypeURL.clusterLoadAssignment))] + members
        )
        return .object([
            JSONValue.Member("versionInfo", .string(String(assignment.version, radix: 16))),
            JSONValue.Member("typeUrl", .string(TypeURL.clusterLoadAssignment)),
            JSONValue.Member("resources", .array([resource])),
        ])
    }
}

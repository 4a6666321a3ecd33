internal import ArgumentParser
internal import EndpointTranslation
internal import EnvoyMessages
internal import MeshModel
internal import MeshSources
internal import NetworkInference

@main
struct EDSTranslator: ParsableCommand {
    @Argument var directory: String
    @Option var semantics = "standard"

    func run() throws {
        let mesh = try MeshDirectoryReader().read(directory: directory)
        let snapshot = try MeshInference(semantics: TranslationSemantics(parsing: semantics)).snapshot(of: mesh)
        let proxies = ProxyInference(snapshot)
        var array: [JSONValue] = []
        for declared in mesh.proxies {
            var members: [JSONValue.Member] = []
            for name in declared.resources {
                var view = RecordingProxyView(proxies.proxy(for: declared.node))
                let assignment = EndpointTranslator(snapshot).translate(name, for: &view)
                let bytes = try AssignmentEncoding(snapshot).encode(assignment)
                members.append(JSONValue.Member(name, try MessageJSON().value(of: .clusterLoadAssignment, bytes)))
            }
            array.append(
                .object([
                    JSONValue.Member("node", .string(declared.node.id)),
                    JSONValue.Member("resources", .object(members)),
                ])
            )
        }
        print(JSONValue.array(array).text(pretty: true))
    }
}

internal import ArgumentParser
internal import DiscoveryServer
internal import MeshModel
internal import MeshOverview
internal import MeshSources
internal import NameResolution
internal import NetworkInference

/// The argument that says whether name servers are asked.
struct NameOptions: ParsableArguments {
    @Flag(
        help:
            "Ask the name servers for gateway host names that dns.yaml does not pin; the answer may change from run to run."
    )
    var resolveNames = false

    /// Infers the mesh; names of gateways are looked up only on demand, because their answers are nobody's input.
    ///
    /// - Throws: ``CommandFailure`` for statements that cannot both hold.
    func infer(_ directory: MeshDirectory, _ input: MeshInput) async throws -> ServedMesh {
        try await inferWithNames(directory, input).mesh
    }

    /// Reads the mesh and looks at it as a whole.
    ///
    /// - Throws: ``CommandFailure`` for input that cannot be used.
    func overview(_ input: MeshInput) async throws -> MeshOverview {
        let directory = try input.read()
        let (mesh, names) = try await inferWithNames(directory, input)
        var inference = try input.inference()
        inference.names = names
        do {
            return try MeshOverview(of: directory, by: inference, snapshot: mesh.snapshot)
        } catch {
            throw CommandFailure(.badInput, MeshInput.list(error))
        }
    }

    private func inferWithNames(
        _ directory: MeshDirectory,
        _ input: MeshInput
    ) async throws -> (mesh: ServedMesh, names: [String: [String]]) {
        let mesh = try input.infer(directory)
        let unknown = mesh.snapshot.gateways.unresolved.map(\.address)
        guard directory.pinnedNames == nil, !unknown.isEmpty else { return (mesh, [:]) }
        guard resolveNames else {
            for name in Set(unknown).sorted() {
                StandardError.write(
                    "warning: gateway name \(name) counts as unresolved: pin it in dns.yaml or ask with --resolve-names"
                )
            }
            return (mesh, [:])
        }
        let names = try GatewayNames(isReference: input.isReference)
        let resolved = await names.resolve(mesh, within: .seconds(10))
        await names.stop()
        for (name, error) in resolved.errors.sorted(by: { $0.key < $1.key }) {
            StandardError.write("warning: gateway name \(name): \(error)")
        }
        return (try input.infer(directory, names: resolved.addresses), resolved.addresses)
    }
}

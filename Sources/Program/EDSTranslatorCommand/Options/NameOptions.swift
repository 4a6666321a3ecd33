internal import ArgumentParser
internal import MeshModel
internal import MeshOverview
internal import MeshSources
internal import MeshViews
internal import NameResolution
internal import NetworkInference
internal import ServerRuntime

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
    func infer(_ directory: MeshDirectory, _ rules: RuleOptions) async throws -> MeshState {
        MeshState(directory: directory, snapshot: try await conclude(directory, rules).snapshot)
    }

    /// Infers the mesh in the same way, and keeps what led to it.
    func conclude(_ directory: MeshDirectory, _ rules: RuleOptions) async throws -> MeshConclusions {
        let mesh = try rules.conclude(directory)
        let names = try await addresses(directory, rules, mesh.snapshot)
        return names.isEmpty ? mesh : try rules.conclude(directory, names: names)
    }

    /// Reads the mesh and looks at it as a whole.
    ///
    /// - Throws: ``CommandFailure`` for input that cannot be used.
    func overview(_ input: MeshInput) async throws -> MeshOverview {
        let directory = try input.read()
        var snapshot = try input.rules.conclude(directory).snapshot
        var inference = try input.rules.inference()
        inference.names = try await addresses(directory, input.rules, snapshot)
        if !inference.names.isEmpty {
            snapshot = try input.rules.conclude(directory, names: inference.names).snapshot
        }
        do {
            return try MeshOverview(of: directory, by: inference, snapshot: snapshot)
        } catch {
            throw CommandFailure(.badInput, error.summary)
        }
    }

    /// The addresses of the gateway names that are not pinned; nothing unless they are to be asked for.
    func addresses(
        _ directory: MeshDirectory,
        _ rules: RuleOptions,
        _ mesh: MeshSnapshot
    ) async throws -> [String: [String]] {
        let unknown = mesh.gateways.unresolved.map(\.address)
        guard directory.pinnedNames == nil, !unknown.isEmpty else { return [:] }
        guard resolveNames else {
            for name in Set(unknown).sorted() {
                StandardError.write(
                    "warning: gateway name \(name) counts as unresolved: pin it in dns.yaml or ask with --resolve-names"
                )
            }
            return [:]
        }
        let names = try GatewayNames(isReference: rules.isReference, logger: LogOptions.standard.logger(.names))
        let resolved = await names.resolve(MeshState(directory: directory, snapshot: mesh), within: .seconds(10))
        await names.stop()
        for (name, error) in resolved.errors.sorted(by: { $0.key < $1.key }) {
            StandardError.write("warning: gateway name \(name): \(error)")
        }
        return resolved.addresses
    }
}

internal import ArgumentParser
internal import MeshModel
internal import MeshOverview
internal import MeshSources
internal import MeshViews
internal import NameResolution
internal import NetworkInference
internal import ServerRuntime

/// The argument for resolving host names.
struct NameOptions: ParsableArguments {
    @Flag(
        help:
            "Resolve gateway host names that dns.yaml does not pin; results may differ between runs."
    )
    var resolveNames = false

    /// Infers the mesh; host names are only resolved on demand, because the answers of name servers are not part of the
    /// input.
    ///
    /// - Throws: ``CommandFailure`` for contradictory statements.
    func infer(_ directory: MeshDirectory, _ rules: RuleOptions) async throws -> MeshState {
        MeshState(directory: directory, snapshot: try await conclude(directory, rules).snapshot)
    }

    /// Infers the mesh in the same way, and keeps the provenance.
    func conclude(_ directory: MeshDirectory, _ rules: RuleOptions) async throws -> MeshConclusions {
        let mesh = try rules.conclude(directory)
        let names = try await addresses(directory, rules, mesh.snapshot)
        return names.isEmpty ? mesh : try rules.conclude(directory, names: names)
    }

    /// Reads the mesh and returns its overview.
    ///
    /// - Throws: ``CommandFailure`` for invalid input.
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

    /// Returns the addresses of the gateway names that are not pinned; empty unless they are to be resolved.
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
                    "warning: gateway name \(name) counts as unresolved: pin it in dns.yaml or pass --resolve-names"
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

internal import MeshExplanation
internal import MeshModel
internal import MeshSources
internal import MeshViews
internal import NetworkInference

/// A comparison of two rule sets over the names that proxies request, or that they see under either rule set.
struct RuleSetComparison {
    /// The differences.
    let differences: RuleSetDifferences
    /// The mesh by the first rule set, or by the second one if the first refuses it.
    let snapshot: MeshSnapshot
    /// The proxies by their node ids, as inferred in ``snapshot``.
    let proxies: [String: Proxy]

    private struct Asked {
        let node: EnvoyNode
        var names: [String]
    }

    /// Compares two rule sets.
    ///
    /// - Throws: ``CommandFailure`` if both rule sets refuse the mesh, or if no proxy is named or declared.
    init(
        _ directory: MeshDirectory,
        _ rules: RuleOptions,
        _ selection: ProxySelection,
        _ names: NameOptions,
        from first: TranslationSemantics,
        to second: TranslationSemantics
    ) async throws {
        var inference = try rules.inference()
        var refusals: [InputErrors] = []
        var asked: [Asked] = []
        var known: MeshSnapshot?
        for semantics in [first, second] {
            inference.semantics = semantics
            let snapshot: MeshSnapshot
            do {
                snapshot = try inference.snapshot(of: directory)
            } catch {
                refusals.append(error)
                continue
            }
            let proxies = try ProxyQuery.all(selection, directory, snapshot)
            if known == nil {
                asked = proxies.map { Asked(node: $0.node, names: []) }
                inference.names = try await names.addresses(directory, rules, snapshot)
                known = inference.names.isEmpty ? snapshot : try? inference.snapshot(of: directory)
            }
            for (index, proxy) in proxies.enumerated() {
                asked[index].names = Set(asked[index].names + proxy.names).sorted()
            }
        }
        guard let known else { throw CommandFailure(.badInput, refusals.first?.summary ?? "there is no mesh") }
        let questions = asked
        differences = RuleSetDifferences(directory, by: inference, from: first, to: second) { snapshot in
            let mesh = MeshState(directory: directory, snapshot: snapshot)
            return questions.flatMap { asker in
                let proxy = mesh.proxy(for: asker.node)
                return asker.names.map {
                    RuleSetDifferences.Question(node: asker.node.id, name: $0, proxy: proxy)
                }
            }
        }
        let state = MeshState(directory: directory, snapshot: known)
        snapshot = known
        proxies = Dictionary(asked.map { ($0.node.id, state.proxy(for: $0.node)) }) { first, _ in first }
    }
}

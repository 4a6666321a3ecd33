internal import AssignmentComparison
internal import MeshModel
internal import MeshSources
internal import MeshViews

/// Makes two comparable sides of two sources: mesh directories and servers are queried for the resources of the other
/// side.
struct DiffPairing {
    let selection: ProxySelection
    let limit: Duration

    private typealias Asker = ProxySelection.Asker

    /// Returns both sides.
    ///
    /// - Throws: ``CommandFailure`` if the proxies or names are not determined, or if a server does not respond.
    func sides(_ first: DiffSource, _ second: DiffSource) async throws -> (AssignmentSet, AssignmentSet) {
        let questions = try self.questions(first, second)
        let isDump = [first, second].contains {
            if case .dump = $0 { true } else { false }
        }
        return (
            try await side(first, questions, passesOver: isDump), try await side(second, questions, passesOver: isDump)
        )
    }

    // MARK: Proxies and names

    private func questions(_ first: DiffSource, _ second: DiffSource) throws -> [EndpointFetch.Question] {
        let sources = [first, second]
        let askers = try askers(sources)
        let goldens = sources.filter(\.isGolden)
        return try askers.map { asker in
            var names: Set<String> = []
            // Golden files need not cover everything that a proxy requests.
            for source in goldens.isEmpty ? sources : goldens { names.formUnion(self.names(of: source, for: asker)) }
            if !selection.resource.isEmpty { names = Set(selection.resource) }
            guard !names.isEmpty || !sources.contains(where: \.isServer) else {
                throw CommandFailure(.usage, "an xDS server needs cluster names: pass --resource")
            }
            return EndpointFetch.Question(node: asker.node, names: names.sorted())
        }
    }

    private func names(of source: DiffSource, for asker: Asker) -> Set<String> {
        switch source {
        case .server: return []
        case .mesh(let answers):
            let declared = answers.directory.proxies.filter { $0.node.id == asker.node.id }.flatMap(\.resources)
            guard declared.isEmpty else { return Set(declared) }
            return Set(answers.mesh.names(for: answers.mesh.proxy(for: asker.node)))
        case .dump(let dump):
            let proxies = dump.proxies.filter { $0.node == nil || $0.node == asker.node.id }
            return Set(proxies.flatMap { Array($0.assignments.keys) })
        }
    }

    private func askers(_ sources: [DiffSource]) throws -> [Asker] {
        let meshes = sources.compactMap { source in
            if case .mesh(let answers) = source { answers.directory } else { nil }
        }
        let dumps = sources.compactMap { source in
            if case .dump(let dump) = source { dump } else { nil }
        }
        if !selection.proxy.isEmpty || !selection.node.isEmpty {
            let known = MeshDirectory(configCluster: .none)
            let chosen = try selection.askers(meshes.first ?? known)
            return chosen.map { asker in
                let node = dumps.compactMap(\.node).first { $0.id == asker.node.id }
                return Asker(node: node ?? asker.node, resources: [])
            }
        }
        if let node = dumps.compactMap(\.node).first { return [Asker(node: node, resources: [])] }
        var askers: [Asker] = []
        var seen: Set<String> = []
        let told = Set(dumps.flatMap(\.proxies).compactMap(\.node))
        for node in meshes.flatMap(\.proxies).map(\.node) where told.isEmpty || told.contains(node.id) {
            if seen.insert(node.id).inserted { askers.append(Asker(node: node, resources: [])) }
        }
        for id in dumps.flatMap(\.proxies).compactMap(\.node) where seen.insert(id).inserted {
            askers.append(Asker(node: EnvoyNode(id: id), resources: []))
        }
        let isAnonymous = dumps.contains { $0.proxies.contains { $0.node == nil } }
        guard isAnonymous || sources.contains(where: \.isServer) || !meshes.isEmpty else { return askers }
        if isAnonymous, askers.count > 1 {
            throw CommandFailure(
                .usage,
                "one side does not name its proxy, and the other has \(askers.count) proxies: pass "
                    + "--proxy or --node"
            )
        }
        guard !askers.isEmpty || dumps.count == sources.count else {
            throw CommandFailure(.usage, "missing --proxy or --node")
        }
        return askers
    }

    // MARK: Assignments

    private func side(
        _ source: DiffSource,
        _ questions: [EndpointFetch.Question],
        passesOver: Bool
    ) async throws -> AssignmentSet {
        switch source {
        case .mesh(let answers):
            let proxies = try questions.map { question in
                try answers.answers(to: question.node, question.names, passesOver: passesOver)
            }
            var set = AssignmentSet(
                kind: .mesh,
                proxies: proxies,
                networks: answers.mesh.snapshot.networksByAddress()
            )
            let asked = Set(questions.map(\.node.id))
            let rest = Set(answers.directory.proxies.map(\.node.id)).subtracting(asked).count
            if rest > 0, selection.proxy.isEmpty, selection.node.isEmpty {
                set.notes.append(
                    "\(rest) more prox\(rest == 1 ? "y" : "ies") of the mesh directory are not on the other side"
                )
            }
            return set
        case .server(let address):
            let proxies = try await EndpointFetch(address, within: limit).ask(questions)
            return AssignmentSet(kind: .xds, proxies: proxies)
        case .dump(let dump):
            var set = dump.set
            let chosen = Set(questions.map(\.node.id))
            if !selection.proxy.isEmpty || !selection.node.isEmpty {
                set.proxies.removeAll { $0.node.map { !chosen.contains($0) } ?? false }
            }
            // A dump without a node belongs to the requested proxy.
            if set.proxies.count == 1, set.proxies[0].node == nil, questions.count == 1 {
                set.proxies[0].node = questions[0].node.id
            }
            return set
        }
    }
}

extension DiffSource {
    /// A Boolean value that indicates whether the source is golden files.
    var isGolden: Bool {
        if case .dump(let dump) = self { dump.kind == .golden } else { false }
    }

    /// A Boolean value that indicates whether the source is a server.
    var isServer: Bool {
        if case .server = self { true } else { false }
    }
}

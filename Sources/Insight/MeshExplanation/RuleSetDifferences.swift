internal import EndpointTranslation
public import MeshModel
public import MeshSources
public import NetworkInference
internal import TextFormats

/// The differences between two rule sets in the assignments, with the responsible differences of the rules.
///
/// One difference after the other is switched from the first rule set to the second, in the order of their names in the
/// documentation; each that changes an assignment is responsible for it. So is each without which the second rule set
/// would give
/// another result: some are only effective together.
public struct RuleSetDifferences: Sendable {
    /// One name for one proxy.
    public struct Question: Sendable {
        /// The id of the node.
        public let node: String
        /// The cluster name.
        public let name: String
        /// The proxy, which rule sets may infer differently.
        public let proxy: Proxy

        /// Makes a question.
        public init(node: String, name: String, proxy: Proxy) {
            self.node = node
            self.name = name
            self.proxy = proxy
        }
    }

    /// One line of an assignment.
    public struct Line: Hashable, Sendable {
        /// The address that the proxy connects to.
        public let address: String
        /// The locality; empty without one.
        public let locality: String
        /// The priority.
        public let priority: UInt32
        /// The weight.
        public let weight: UInt32
        /// The weight of the locality, or `nil` without one.
        public let localityWeight: UInt32?
        /// The share of the weight of the priority, from 0 to 1.
        public let share: Double
        /// The way: `directly` or `gateway`, and the TLS mode.
        public let way: String
    }

    /// The result of one rule set.
    public enum Answer: Hashable, Sendable {
        /// The lines of the assignment.
        case lines([Line])
        /// The name has no service, for a reason.
        case nothing(String)
        /// The rule set refuses the mesh, with errors.
        case refused(String)
    }

    /// A switched difference, with its effect on an assignment.
    public struct Step: Hashable, Sendable {
        /// The difference.
        public let difference: TranslationSemantics.Difference
        /// Its value in the first rule set.
        public let from: String
        /// Its value in the second one.
        public let to: String
        /// A Boolean value that indicates whether shares change; otherwise only weights or localities do.
        public let changesShares: Bool
        /// A Boolean value that indicates whether it is only effective together with others.
        public let isOnlyNeeded: Bool
    }

    /// A name with different results.
    public struct Finding: Sendable {
        /// The id of the node.
        public let node: String
        /// The cluster name.
        public let name: String
        /// The result of the first rule set.
        public let first: Answer
        /// The result of the second rule set.
        public let second: Answer
        /// The differences that are responsible, in order.
        public let steps: [Step]
        /// A Boolean value that indicates whether any share differs.
        public let changesShares: Bool
    }

    /// The names with different results, in the order of the questions.
    public let findings: [Finding]
    /// The number of questions.
    public let questions: Int

    /// Compares two rule sets.
    ///
    /// - Parameters:
    ///   - mesh: the objects.
    ///   - inference: the names and features; its rule set is not used.
    ///   - first: a rule set.
    ///   - second: another one.
    ///   - ask: returns the questions for an inferred mesh; always the same names, in the same order.
    public init(
        _ mesh: MeshDirectory,
        by inference: MeshInference,
        from first: TranslationSemantics,
        to second: TranslationSemantics,
        ask: (MeshSnapshot) -> [Question]
    ) {
        func answers(_ semantics: TranslationSemantics) -> Answers {
            var inference = inference
            inference.semantics = semantics
            return Answers(mesh, inference, ask)
        }
        let before = answers(first)
        let after = answers(second)
        let known = before.questions.isEmpty ? after.questions : before.questions
        questions = known.count
        let differing = known.indices.filter { before.answer(at: $0) != after.answer(at: $0) }
        var steps: [Int: [Step]] = [:]
        if !differing.isEmpty {
            var current = first
            var last = before
            for difference in TranslationSemantics.Difference.allCases {
                let (from, to) = (first.value(of: difference), second.value(of: difference))
                // The value comes from the rule set itself, so it is valid.
                guard from != to, (try? current.set(difference, to: to)) != nil else { continue }
                let next = answers(current)
                for index in differing where last.answer(at: index) != next.answer(at: index) {
                    let changes = Self.sharesDiffer(last.answer(at: index), next.answer(at: index))
                    steps[index, default: []].append(
                        Step(difference: difference, from: from, to: to, changesShares: changes, isOnlyNeeded: false)
                    )
                }
                last = next
            }
            for difference in TranslationSemantics.Difference.allCases {
                let (from, to) = (first.value(of: difference), second.value(of: difference))
                var without = second
                guard from != to, (try? without.set(difference, to: from)) != nil else { continue }
                let unknown = differing.filter { index in
                    !(steps[index] ?? []).contains { $0.difference == difference }
                }
                guard !unknown.isEmpty else { continue }
                let other = answers(without)
                for index in unknown where other.answer(at: index) != after.answer(at: index) {
                    let changes = Self.sharesDiffer(other.answer(at: index), after.answer(at: index))
                    steps[index, default: []].append(
                        Step(difference: difference, from: from, to: to, changesShares: changes, isOnlyNeeded: true)
                    )
                }
            }
        }
        let order = TranslationSemantics.Difference.allCases
        findings = differing.map { index in
            Finding(
                node: known[index].node,
                name: known[index].name,
                first: before.answer(at: index),
                second: after.answer(at: index),
                steps: order.flatMap { name in (steps[index] ?? []).filter { $0.difference == name } },
                changesShares: Self.sharesDiffer(before.answer(at: index), after.answer(at: index))
            )
        }
    }

    private static func sharesDiffer(_ left: Answer, _ right: Answer) -> Bool {
        guard case .lines(let lines) = left, case .lines(let others) = right else { return left != right }
        let (mine, theirs) = (shares(lines), shares(others))
        return Set(mine.keys).union(theirs.keys).contains { key in
            guard let one = mine[key], let other = theirs[key] else { return true }
            return abs(one - other) > 1e-9
        }
    }

    private struct Place: Hashable {
        let address: String
        let priority: UInt32
    }

    private static func shares(_ lines: [Line]) -> [Place: Double] {
        lines.reduce(into: [:]) { $0[Place(address: $1.address, priority: $1.priority), default: 0] += $1.share }
    }
}

/// The results of one rule set for all questions.
private struct Answers {
    let questions: [RuleSetDifferences.Question]
    private let answers: [RuleSetDifferences.Answer]
    private let refusal: RuleSetDifferences.Answer?

    init(
        _ mesh: MeshDirectory,
        _ inference: MeshInference,
        _ ask: (MeshSnapshot) -> [RuleSetDifferences.Question]
    ) {
        do {
            let snapshot = try inference.snapshot(of: mesh)
            let translator = EndpointTranslator(snapshot)
            questions = ask(snapshot)
            answers = questions.map { Self.answer($0, translator, snapshot) }
            refusal = nil
        } catch {
            questions = []
            answers = []
            refusal = .refused(error.errors.map(\.description).joined(separator: "\n"))
        }
    }

    func answer(at index: Int) -> RuleSetDifferences.Answer {
        refusal ?? (index < answers.count ? answers[index] : .nothing("not asked"))
    }

    private static func answer(
        _ question: RuleSetDifferences.Question,
        _ translator: EndpointTranslator,
        _ snapshot: MeshSnapshot
    ) -> RuleSetDifferences.Answer {
        var view = RecordingProxyView(question.proxy)
        let assignment = translator.translate(question.name, for: &view)
        guard assignment.presence == .known else { return .nothing(assignment.presence.rawValue) }
        let shards = assignment.endpointService.flatMap { snapshot.shards[$0] } ?? []
        let groups = assignment.groups
        var totals: [UInt32: UInt64] = [:]
        for group in groups {
            totals[group.priority, default: 0] += group.hosts.reduce(UInt64(0)) { $0 + UInt64($1.weight) }
        }
        return .lines(
            groups.flatMap { group in
                group.hosts.map { host in
                    let total = totals[group.priority] ?? 0
                    let (address, way) = describe(host, shards)
                    return RuleSetDifferences.Line(
                        address: address,
                        locality: group.locality.description,
                        priority: group.priority,
                        weight: host.weight,
                        localityWeight: group.weight,
                        share: total == 0 ? 0 : Double(host.weight) / Double(total),
                        way: way
                    )
                }
            }
        )
    }

    private static func describe(_ host: Assignment.Host, _ shards: [EndpointShard]) -> (address: String, way: String) {
        let tunnel = host.tunnel == nil ? "" : " by HBONE"
        switch host.target {
        case .endpoint(let position, let tlsMode):
            let endpoint = shards[position.shard].endpoints[position.index]
            let address =
                host.tunnel?.endpointID ?? AddressText.endpoint(host.addresses.first ?? endpoint.address, endpoint.port)
            return (address, "directly\(tunnel), \(tlsMode.map { "mTLS \($0)" } ?? "plain")")
        case .gateway(let gateway):
            let address = host.tunnel?.endpointID ?? AddressText.endpoint(gateway.address, gateway.port)
            return (address, "gateway of \(gateway.network)\(tunnel)")
        }
    }
}

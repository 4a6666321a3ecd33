internal import ArgumentParser
internal import ClientBalancing
internal import MeshExplanation
internal import MeshModel
internal import MeshSources
internal import NetworkInference
internal import TextFormats

/// `shares`: compares intended shares of endpoints with those of Envoy.
struct Shares: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Show the intended shares of endpoints beside those that Envoy would really give.",
        discussion: """
            Intended shares follow the weights of healthy endpoints, in their own localities and priorities. Real \
            shares follow Envoy's rules for the assignment: the first copy of an address counts, then health, \
            priorities with spill-over, panic, weights of localities and of hosts.

            With --assignment and --cluster it evaluates a ClusterLoadAssignment and a Cluster in proto3 JSON or YAML, of \
            any origin, without a mesh.

            Exits with 1 if any share differs by more than 0.1%.

            EXAMPLES:
              eds-translator shares --example
              eds-translator shares Examples/left-out --semantics istio-1.30
              eds-translator shares --example --resource web.shop.svc.cluster.local:80 -o json
              eds-translator shares --assignment Docs/shares/assignment.json --in-flight 16
            """
    )

    @OptionGroup var input: MeshInput

    @OptionGroup var selection: ProxySelection

    @OptionGroup var names: NameOptions

    @Option(
        help: ArgumentHelp(
            "Locality weighting of the cluster: on, off, or auto for istiod's configuration.",
            valueName: "when"
        )
    )
    var localityWeights = LocalityWeighing.auto

    @Option(
        help: ArgumentHelp(
            "The cluster's healthy_panic_threshold; that of istiod when left out.",
            valueName: "percent"
        )
    )
    var panicThreshold: Int?

    @Option(
        help: ArgumentHelp(
            "The cluster's policy instead of that of istiod.",
            discussion: Policy.allCases.map(\.rawValue).joined(separator: ", "),
            valueName: "policy"
        )
    )
    var lbPolicy: Policy?

    enum Policy: String, ExpressibleByArgument, CaseIterable {
        case roundRobin = "ROUND_ROBIN"
        case leastRequest = "LEAST_REQUEST"
        case random = "RANDOM"
        case ringHash = "RING_HASH"
        case maglev = "MAGLEV"
        case clientSideWeightedRoundRobin = "CLIENT_SIDE_WEIGHTED_ROUND_ROBIN"
    }

    @Option(
        help: ArgumentHelp("Take the settings of clusters from an Envoy's config_dump.", valueName: "http://host:port")
    )
    var from: String?

    @Option(
        help: ArgumentHelp("Judge the ClusterLoadAssignment of this file instead of a mesh.", valueName: "file"),
        completion: .file()
    )
    var assignment: String?

    @Option(
        help: ArgumentHelp("The Cluster to judge it by; one with Envoy's defaults when left out.", valueName: "file"),
        completion: .file()
    )
    var cluster: String?

    @OptionGroup var client: ClientOptions

    @Option(name: [.short, .long], help: "text or json.")
    var output = ReportFormat.text

    @OptionGroup var text: TextOutputOptions

    enum LocalityWeighing: String, ExpressibleByArgument, CaseIterable {
        case auto
        case on
        case off

        var option: ShareOptions.LocalityWeights {
            switch self {
            case .auto: .auto
            case .on: .on
            case .off: .off
            }
        }
    }

    func validate() throws {
        if let panicThreshold, !(0...100).contains(panicThreshold) {
            throw ValidationError("--panic-threshold \(panicThreshold): expected 0 to 100.")
        }
        guard cluster == nil || assignment != nil else {
            throw ValidationError("--cluster belongs to --assignment.")
        }
        guard assignment == nil || !input.isNamed else {
            throw ValidationError("--assignment is judged without a mesh: expected no directory.")
        }
    }

    func run() async throws {
        if let assignment { return try judge(assignment) }
        let directory = try input.read()
        let mesh = try await names.conclude(directory, input.rules)
        let explainer = MeshExplainer(mesh)
        var clusters: [String: ClusterSettings] = [:]
        if let from { clusters = try await ClusterFetch(from).clusters() }
        let options = ShareOptions(
            localityWeights: localityWeights.option,
            panicThreshold: panicThreshold,
            policy: lbPolicy.flatMap { BalancingPolicy(rawValue: $0.rawValue) },
            traffic: client.traffic,
            clusters: clusters
        )
        let answers = try ProxyQuery.all(selection, directory, mesh.snapshot, as: client.client?.proxy).map { asker in
            let explanations = asker.names.map { explainer.outline($0, for: asker.proxy) }
            return (proxy: asker.proxy, shares: explanations.map { ($0, EffectiveShares($0, options)) })
        }
        switch output {
        case .json:
            print(
                ExplanationDocument.document(
                    answers.map { answer in
                        .object([
                            JSONValue.Member("proxy", answer.proxy.explanation),
                            JSONValue.Member("assignments", .array(answer.shares.map(\.1.json))),
                        ])
                    }
                ).text(pretty: true)
            )
        case .text:
            let style = text.style
            text.show(
                answers.map { answer in
                    let tables = answer.shares.flatMap { explanation, shares in
                        [""] + SharesText.lines(explanation, shares, inFlight: client.inFlight, style)
                    }
                    return ([style(.title, answer.proxy.id)] + tables + [""]).joined(separator: "\n")
                }.joined(separator: "\n")
            )
        }
        let all = answers.flatMap(\.shares)
        if all.contains(where: { $0.0.nearMisses != nil }) {
            throw CommandFailure(.findings, "no service found for a cluster name")
        }
        if all.contains(where: \.1.differs) {
            throw CommandFailure(.findings, "shares differ by more than 0.1%")
        }
    }

    /// Judges an assignment from a file.
    private func judge(_ assignment: String) throws {
        let judged: JudgedAssignment
        do throws(InputError) {
            let kind = client.client?.kind ?? .envoy
            var settings = ClusterSettings()
            if let cluster {
                settings = try ProtoDocument.cluster(
                    try FileTree.file(cluster, as: cluster, limits: ReadingLimits()),
                    for: kind
                )
            }
            if let policy = lbPolicy.flatMap({ BalancingPolicy(rawValue: $0.rawValue) }) { settings.policy = policy }
            if let panicThreshold { settings.panicThreshold = panicThreshold }
            if localityWeights != .auto { settings.weighsLocalities = localityWeights == .on }
            judged = JudgedAssignment(
                try ProtoDocument.assignment(try FileTree.file(assignment, as: assignment, limits: ReadingLimits())),
                settings,
                client: kind,
                traffic: client.traffic
            )
        } catch {
            throw CommandFailure(.badInput, error.description)
        }
        switch output {
        case .json: print(judged.json.text(pretty: true))
        case .text: text.show(JudgedAssignmentText.lines(judged, inFlight: client.inFlight, text.style))
        }
        if let refusal = judged.refusal { throw CommandFailure(.findings, refusal.message) }
        if judged.differs { throw CommandFailure(.findings, "shares differ by more than 0.1%") }
    }
}

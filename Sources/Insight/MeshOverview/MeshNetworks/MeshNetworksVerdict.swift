internal import MeshModel

/// Answers "is MeshNetworks needed?" in sentences.
struct MeshNetworksVerdict {
    let review: MeshNetworksReview
    /// The mesh without MeshNetworks if that makes no difference, otherwise the mesh as it is.
    let survey: MeshSurvey

    /// The maximum number of lines to list.
    private static let most = 8

    var sentences: [String] {
        switch review.need {
        case .absent: ["There is no MeshNetworks: \(foundation)."]
        case .notNeeded:
            [
                "MeshNetworks is not needed here: without it \(foundation). "
                    + (review.effect.isAny
                        ? "Weights differ, but shares do not." : "The mesh is the same.")
            ]
        case .needed: needed + idle
        }
    }

    private var needed: [String] {
        let useful = review.lines.filter(\.effect.isFelt)
        guard !useful.isEmpty else {
            return [
                "MeshNetworks is needed, but no single line of it: \(effectOfAll). Several lines are redundant."
            ]
        }
        var result = ["MeshNetworks is needed for \(Self.list(useful.map(Self.need)))."]
        if review.effect.isAny { result.append("Without all of it, \(effectOfAll).") }
        return result
    }

    private var effectOfAll: String {
        let effect = review.effect
        var parts: [String] = []
        if effect.endpoints > 0 {
            let verb = effect.endpoints == 1 ? "is" : "are"
            parts.append(
                "\(MeshNetworksEffect.count(effect.endpoints, "endpoint")) \(verb) in another network or in none"
            )
        }
        if effect.endpoints == 0, effect.workloads > 0 {
            parts.append("\(MeshNetworksEffect.count(effect.workloads, "workload")) change their network")
        }
        if effect.rerouted > 0 {
            let verb = effect.rerouted == 1 ? "is" : "are"
            let kept = effect.endpoints > 0 ? " more" : ""
            parts.append(
                "\(MeshNetworksEffect.count(effect.rerouted, "endpoint"))\(kept) \(verb) reached in another way"
            )
        }
        if parts.isEmpty, effect.changesWeights { parts.append("weights differ") }
        return parts.isEmpty ? "nothing differs" : parts.joined(separator: " and ")
    }

    private var idle: [String] {
        let lines = review.lines.filter { !$0.effect.isFelt }
        guard !lines.isEmpty, lines.count < review.lines.count else { return [] }
        return [
            "Everything else in it has no effect: \(Self.list(lines.map { "\(Self.title($0)) (\($0.place))" }))."
        ]
    }

    /// The sources of networks and gateways.
    private var foundation: String {
        let endpoints = survey.placements.reduce(into: [InferenceRule: (endpoints: Int, example: ObjectReference?)]()) {
            var known = $0[$1.key.rule] ?? (0, nil)
            known.endpoints += $1.value.endpoints
            if let object = $1.value.example, known.example.map({ MeshSurvey.isBefore(object, $0) }) ?? true {
                known.example = object
            }
            $0[$1.key.rule] = known
        }
        let placed = endpoints.filter { $0.key != .nothing }
            .sorted { ($1.value.endpoints, $0.key.rawValue) < ($0.value.endpoints, $1.key.rawValue) }
        let sources = placed.map { rule, known in
            let place = known.example.map { ", \($0.location.fileAndLine)" } ?? ""
            return "\(rule.phrase) (\(MeshNetworksEffect.count(known.endpoints, "endpoint"))\(place))"
        }
        let networks: String
        switch (endpoints[.nothing]?.endpoints ?? 0, sources.isEmpty) {
        case (0, true): networks = "there are no endpoints"
        case (0, false): networks = "every endpoint's network comes from \(Self.joined(sources))"
        case (_, true): networks = "no endpoint has a network"
        case (let none, false):
            let verb = none == 1 ? "has" : "have"
            networks =
                "\(MeshNetworksEffect.count(none, "endpoint")) \(verb) no network, "
                + "the network of all others comes from \(Self.joined(sources))"
        }
        let gateways = Set(
            (survey.snapshot.gateways.gateways + survey.snapshot.gateways.unresolved).map(\.provenance.rule)
        )
        .map(\.phrase).sorted()
        return networks
            + (gateways.isEmpty ? ", and there are no gateways" : ", and every gateway from \(Self.joined(gateways))")
    }

    private static func need(_ line: MeshNetworksLine) -> String {
        let effect = line.effect
        var what = "\(line.network): "
        if effect.endpoints > 0 {
            what += MeshNetworksEffect.count(effect.endpoints, "endpoint")
        } else if effect.rerouted > 0 {
            what += "the way to \(MeshNetworksEffect.count(effect.rerouted, "endpoint"))"
        } else if effect.workloads > 0 {
            what += MeshNetworksEffect.count(effect.workloads, "workload")
        } else {
            what += "weights"
        }
        return what + " (\(title(line)), \(line.place))"
    }

    private static func title(_ line: MeshNetworksLine) -> String {
        line.kind == .network ? "network \(line.network)" : "\(line.kind.rawValue) \(line.text)"
    }

    private static func list(_ items: [String]) -> String {
        guard items.count > most else { return items.joined(separator: "; ") }
        return items.prefix(most).joined(separator: "; ") + "; and \(items.count - most) more"
    }

    private static func joined(_ items: [String]) -> String {
        guard items.count > 1, let last = items.last else { return items.first ?? "" }
        return items.dropLast().joined(separator: ", ") + " and " + last
    }
}

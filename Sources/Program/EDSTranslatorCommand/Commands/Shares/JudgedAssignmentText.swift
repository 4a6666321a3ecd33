internal import ClientBalancing
internal import MeshExplanation
internal import MeshModel
internal import TextFormats

/// The shares of an assignment from a file, for people.
enum JudgedAssignmentText {
    static func lines(_ judged: JudgedAssignment, inFlight: Int?, _ style: Style) -> [String] {
        var lines = [style(.title, judged.name.isEmpty ? "the assignment" : judged.name), "  \(settings(judged))"]
        if let refusal = judged.refusal { return lines + [style(.bad, "  \(refusal.message).")] }
        if judged.noHost > 0 {
            let part = PercentText.of(judged.noHost)
            let error = judged.client == .grpc ? "UNAVAILABLE" : "503"
            lines.append(style(.bad, "  \(part) of the requests find no host (\(error))."))
        }
        if judged.levels.count > 1 || judged.levels.contains(where: \.isPanicking) {
            let levels = judged.levels.map { level in
                "\(level.load)% to priority \(level.priority) (\(level.healthy) of \(level.hosts) healthy"
                    + "\(level.isPanicking ? ", panic" : ""))"
            }
            lines.append("  Priorities: \(levels.joined(separator: ", ")).")
        }
        if judged.cluster.policy.isByHash {
            lines.append("  Shares are shares of hash keys: all requests with one key go to one host.")
        }
        return lines + [""] + table(judged, inFlight: inFlight, style)
    }

    private static func settings(_ judged: JudgedAssignment) -> String {
        let cluster = judged.cluster
        guard judged.client == .envoy else { return "gRPC, \(cluster.policy.rawValue)." }
        return "Envoy, \(cluster.policy.rawValue), localities \(cluster.weighsLocalities ? "" : "not ")weighed, "
            + "panic threshold \(cluster.panicThreshold)%."
    }

    private static func table(_ judged: JudgedAssignment, inFlight: Int?, _ style: Style) -> [String] {
        let showsLoad = judged.dependsOnLoad && inFlight == nil
        let real = inFlight.map { $0 == 1 ? "REAL" : "REAL AT \($0)" } ?? (showsLoad ? "REAL AT 1" : "REAL")
        var header = ["ADDRESS", "PRIORITY", "LOCALITY", "HEALTH", "WEIGHT", "INTENDED", real]
        if showsLoad { header.append("AT MANY") }
        let rows = judged.addresses.map { address in
            var cells = [
                address.address, String(address.priority),
                address.locality.isEmpty ? "-" : address.locality.description, address.health.rawValue,
                String(address.weight), PercentText.of(address.intended), PercentText.of(address.real),
            ]
            if showsLoad { cells.append(PercentText.of(address.realUnderLoad)) }
            return cells
        }
        let lines = TextTable([header] + rows).lines.map { "    \($0)" }
        return style.table(
            zip([false] + judged.addresses.map { abs($0.intended - $0.real) > 0.001 }, lines).map { differs, line in
                differs ? style(.notable, line) : line
            }
        )
    }
}

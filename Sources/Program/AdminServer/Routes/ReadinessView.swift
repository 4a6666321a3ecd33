internal import MeshTracking
internal import NIOHTTP1
internal import TextFormats

/// `/readyz`: the readiness of the server, that is, whether every source is synced and served.
struct ReadinessView {
    private let state: AdminState

    init(_ state: AdminState) { self.state = state }

    func respond(to request: AdminRequest) -> AdminResponse {
        let status = state.sources.inputs.current
        let reasons = reasons(status)
        guard request.parameters["verbose"] != nil else {
            return .text(
                reasons.isEmpty ? "ready" : reasons.joined(separator: "\n"),
                reasons.isEmpty ? .ok : .serviceUnavailable
            )
        }
        let json = JSONValue.members([
            "ready": .bool(reasons.isEmpty), "because": .texts(reasons),
            "sources": .array(
                status.sources.map { source in
                    .members([
                        "id": .string(source.id), "phase": .string(source.phase.rawValue),
                        "synced": .bool(source.isSynced),
                    ])
                }
            ),
        ])
        return .json(json, reasons.isEmpty ? .ok : .serviceUnavailable)
    }

    /// Returns the reasons for which the server is not ready; empty if it is ready.
    ///
    /// A source that synced once and is now stale is not a reason: a restart would lose its state.
    private func reasons(_ status: InputStatus) -> [String] {
        var reasons: [String] = []
        if state.server == nil { reasons.append("the server is starting") }
        if state.isDraining { reasons.append("the server is stopping") }
        for source in status.sources where !source.isSynced {
            reasons.append("\(source.id) is \(source.phase.rawValue)\(source.lastError.map { ": \($0)" } ?? "")")
        }
        if status.sources.isEmpty { reasons.append("no source is configured yet") }
        if !status.isUsed, state.server != nil {
            reasons.append("the newest state is not served\(status.failure.map { ": \($0)" } ?? "")")
        }
        return reasons
    }
}

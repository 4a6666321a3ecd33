internal import MeshTracking
internal import NIOHTTP1
internal import NameResolution
internal import TextFormats

/// `/debug/sources`: the sources of the mesh and their age.
struct SourcesView {
    private let state: AdminState

    init(_ state: AdminState) { self.state = state }

    func respond() async -> AdminResponse {
        let status = state.sources.inputs.current
        let time = state.sources.inputs.time
        let names = await state.sources.names()
        return .json(
            .members([
                "formatVersion": .whole(1), "program": .string(state.sources.program), "time": .whole(time),
                "ready": .bool(state.server != nil && status.isReady), "inputUsed": .bool(status.isUsed),
                "failure": status.failure.json, "goodStates": .whole(status.goodStates),
                "failedStates": .whole(status.failedStates),
                "sources": .array(status.sources.map { Self.json($0, at: time) }),
                "names": .array(names.map(Self.json)),
            ])
        )
    }

    private static func json(_ source: SourceStatus, at time: Int64) -> JSONValue {
        .members([
            "id": .string(source.id), "kind": .string(source.kind.rawValue), "location": .string(source.location),
            "phase": .string(source.phase.rawValue), "synced": .bool(source.isSynced),
            "lastHeard": source.lastHeard.json, "ageMilliseconds": source.lastHeard.map { max(0, time - $0) }.json,
            "lastChange": source.lastChange.json, "lastError": source.lastError.json,
            "lastErrorTime": source.lastErrorTime.json, "credentialsExpiry": source.credentialsExpiry.json,
            "problems": .texts(source.problems), "unreadableObjects": .whole(source.unreadableObjects),
            "objects": .object(source.objects.map { .init($0.kind, .whole($0.count)) }),
        ])
    }

    private static func json(_ name: HostNameStatus) -> JSONValue {
        .members([
            "name": .string(name.name), "state": .string(name.state.rawValue), "addresses": .texts(name.addresses),
            "ageMilliseconds": name.age.map { Int64($0 / .milliseconds(1)) }.json,
            "failures": .whole(name.consecutiveFailures), "error": name.error.map { "\($0)" }.json,
        ])
    }
}

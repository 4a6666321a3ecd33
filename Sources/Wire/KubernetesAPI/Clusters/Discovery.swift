internal import MeshModel
internal import MeshSources

/// The API discovery of the kinds that are not built in.
///
/// All callers that wait for a kind share the same requests.
actor Discovery {
    /// The result of one discovery.
    private struct Round: Sendable {
        /// The plurals of each group and version; nil if discovery is forbidden.
        let resources: [String: Set<String>]?
    }

    private let client: APIClient
    private let settings: SourceSettings
    private let groupVersions: [String]
    private var asking: Task<Round, any Error>?
    private var last: (round: Round, time: ContinuousClock.Instant)?
    private var guesses: [ObjectKind: Int] = [:]

    init(_ kinds: [ObjectKind], client: APIClient, settings: SourceSettings) {
        self.client = client
        self.settings = settings
        let all = kinds.filter { !$0.isBuiltIn }.flatMap { kind in kind.versions.map { "\(kind.group)/\($0)" } }
        groupVersions = Set(all).sorted()
    }

    /// Returns the version that serves a kind; nil if there is none.
    ///
    /// It waits until the answer is known.
    ///
    /// - Parameters:
    ///   - kind: the kind.
    /// - isAbsent: true if the caller already knows that the kind was absent.
    /// - isKnown: true if the kind existed; its absence must then be confirmed twice, because the server may be
    ///   starting.
    func version(of kind: ObjectKind, isAbsent: Bool, isKnown: Bool) async throws -> String? {
        if isAbsent { try await Task.sleep(for: settings.discoveryInterval) }
        let version = try await look(for: kind)
        // Where discovery is forbidden, requests for the kind itself have failed under every version.
        guard version == nil, isKnown, last?.round.resources != nil else { return version }
        try await Task.sleep(for: settings.discoveryInterval)
        return try await look(for: kind)
    }

    private func look(for kind: ObjectKind) async throws -> String? {
        guard let resources = try await round().resources else {
            // Discovery is forbidden: the versions are tried one after the other.
            let guess = guesses[kind, default: 0]
            guard guess < kind.versions.count else {
                guesses[kind] = nil
                return nil
            }
            guesses[kind] = guess + 1
            return kind.versions[guess]
        }
        return kind.versions.first { resources["\(kind.group)/\($0)"]?.contains(kind.plural) == true }
    }

    /// Returns the result of discovery, which is shared for half an interval.
    private func round() async throws -> Round {
        if let last, last.time.duration(to: .now) < settings.discoveryInterval / 2 { return last.round }
        if let asking { return try await asking.value }
        let task = Task { [client, groupVersions] in try await Self.ask(client, groupVersions) }
        asking = task
        defer { asking = nil }
        // The first caller is cancelled together with all others: they belong to one source.
        let round = try await withTaskCancellationHandler {
            try await task.value
        } onCancel: {
            task.cancel()
        }
        last = (round, .now)
        return round
    }

    /// Discards the last result, which the server has contradicted.
    func forget() { last = nil }

    private static func ask(_ client: APIClient, _ wanted: [String]) async throws -> Round {
        guard let groups = try await answer(client, "/apis", or: .forbidden) else { return Round(resources: nil) }
        let known = try names(in: groups, groupVersions)
        var resources: [String: Set<String>] = [:]
        for groupVersion in wanted where known.contains(groupVersion) {
            // The group may be removed between the two requests.
            let body = try await answer(client, "/apis/\(groupVersion)", or: .absent)
            resources[groupVersion] = try body.map { try names(in: $0, plurals) }
        }
        return Round(resources: resources)
    }

    /// Returns a response; nil for the given error code.
    private static func answer(
        _ client: APIClient,
        _ path: String,
        or code: KubernetesError.Code
    ) async throws -> [UInt8]? {
        do {
            return try await client.get(RequestPath(path))
        } catch {
            guard error.code == code else { throw error }
            return nil
        }
    }

    private static func names(
        in body: [UInt8],
        _ read: (ManifestMapping) throws(InputError) -> Set<String>
    ) throws(KubernetesError) -> Set<String> {
        do throws(InputError) {
            let document = try ManifestDocument.json(body, file: "discovery")
            return try read(try ManifestValue(root: document).mapping("an answer to discovery"))
        } catch {
            throw KubernetesError(.malformed, "\(error)")
        }
    }

    /// Reads `groups[].versions[].groupVersion` of an `APIGroupList`.
    private static func groupVersions(_ top: ManifestMapping) throws(InputError) -> Set<String> {
        var found: Set<String> = []
        for group in try top.required("groups", "a list of groups").list() {
            for version in try group.mapping().list("versions") {
                found.insert(try version.mapping().string("groupVersion"))
            }
        }
        return found
    }

    /// Reads `resources[].name` of an `APIResourceList`.
    private static func plurals(_ top: ManifestMapping) throws(InputError) -> Set<String> {
        var found: Set<String> = []
        for resource in try top.required("resources", "a list of resources").list() {
            found.insert(try resource.mapping().string("name"))
        }
        return found
    }
}

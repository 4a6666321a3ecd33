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
    /// The time for which a result is used; shorter than the wait before a second result is requested.
    private let validity: Duration
    private let groupVersions: [String]
    private var asking: Task<Result<Round, KubernetesError>, Never>?
    private var last: (round: Round, time: ContinuousClock.Instant)?
    private var guesses: [ObjectKind: Int] = [:]

    init(_ kinds: [ObjectKind], client: APIClient, settings: SourceSettings) {
        self.client = client
        validity = settings.backoff.first / 2
        let all = kinds.filter { !$0.isBuiltIn }.flatMap { kind in kind.versions.map { "\(kind.group)/\($0)" } }
        groupVersions = Set(all).sorted()
    }

    /// Returns the version that serves a kind; nil if there is none.
    func version(of kind: ObjectKind) async -> Result<FoundVersion?, KubernetesError> {
        await round().map { round in
            guard let resources = round.resources else { return guess(kind) }
            return kind.versions.first { resources["\(kind.group)/\($0)"]?.contains(kind.plural) == true }
                .map { FoundVersion(version: $0, isGuess: false) }
        }
    }

    /// Returns the next version to try, because discovery is forbidden; nil after the last one.
    private func guess(_ kind: ObjectKind) -> FoundVersion? {
        let guess = guesses[kind, default: 0]
        guard guess < kind.versions.count else {
            guesses[kind] = nil
            return nil
        }
        guesses[kind] = guess + 1
        return FoundVersion(version: kind.versions[guess], isGuess: true)
    }

    /// Returns the result of discovery, which is shared for a moment.
    private func round() async -> Result<Round, KubernetesError> {
        if let last, last.time.duration(to: .now) < validity { return .success(last.round) }
        if let asking { return await asking.value }
        let task = Task { [client, groupVersions] in await Self.result(client, groupVersions) }
        asking = task
        // The first caller is cancelled together with all others: they belong to one source.
        let result = await withTaskCancellationHandler {
            await task.value
        } onCancel: {
            task.cancel()
        }
        asking = nil
        if case .success(let round) = result { last = (round, .now) }
        return result
    }

    /// Discards the last result, because the server has changed.
    func forget() { last = nil }

    private static func result(_ client: APIClient, _ wanted: [String]) async -> Result<Round, KubernetesError> {
        do throws(KubernetesError) {
            return .success(try await ask(client, wanted))
        } catch {
            return .failure(error)
        }
    }

    private static func ask(_ client: APIClient, _ wanted: [String]) async throws(KubernetesError) -> Round {
        guard let groups = try await answer(client, "/apis", or: .forbidden) else { return Round(resources: nil) }
        let known = try names(in: groups, groupVersions)
        var resources: [String: Set<String>] = [:]
        for groupVersion in wanted where known.contains(groupVersion) {
            // The group may be removed between the two requests.
            let body = try await answer(client, "/apis/\(groupVersion)", or: .absent)
            if let body { resources[groupVersion] = try names(in: body, plurals) }
        }
        return Round(resources: resources)
    }

    /// Returns a response; nil for the given error code.
    private static func answer(
        _ client: APIClient,
        _ path: String,
        or code: KubernetesError.Code
    ) async throws(KubernetesError) -> [UInt8]? {
        do throws(KubernetesError) {
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

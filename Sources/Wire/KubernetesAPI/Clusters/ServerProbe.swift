/// The check that one API server has started completely; all kinds of the cluster share its requests.
///
/// A server that is starting does not know all permissions and all kinds: requests are rejected that are permitted, and
/// CustomResourceDefinitions seem not to be installed.
actor ServerProbe {
    private let client: APIClient
    /// The time for which a positive result is used.
    private let validity: Duration
    private var asking: Task<KubernetesError?, Never>?
    private var passed: ContinuousClock.Instant?

    init(_ client: APIClient, settings: SourceSettings) {
        self.client = client
        validity = settings.backoff.first / 2
    }

    /// Returns nil if the server has started, or the error if it has not or cannot be reached.
    func failure() async -> KubernetesError? {
        if let passed, passed.duration(to: .now) < validity { return nil }
        if let asking { return await asking.value }
        let task = Task { [client] in await Self.ask(client) }
        asking = task
        // The first caller is cancelled together with all others: they belong to one source.
        let result = await withTaskCancellationHandler {
            await task.value
        } onCancel: {
            task.cancel()
        }
        asking = nil
        if result == nil { passed = .now }
        return result
    }

    private static func ask(_ client: APIClient) async -> KubernetesError? {
        do throws(KubernetesError) {
            _ = try await client.get(RequestPath("/readyz"), accept: "*/*")
            return nil
        } catch {
            return isHidden(error) ? nil : error
        }
    }

    /// Returns true if an error does not mean that the server has not started.
    ///
    /// Proxies may hide this path, and administrators may forbid it. The kinds are requested all the same.
    static func isHidden(_ error: KubernetesError) -> Bool {
        [.unauthorized, .forbidden, .absent].contains(error.code)
    }
}

import DiscoveryProtocol

/// A delta stream with its catalog and the nonces that the client has not answered.
struct DeltaDriver {
    var subscription: DeltaSubscription
    var catalog: TestCatalog
    var unanswered: [String] = []

    init(_ catalog: TestCatalog, _ options: DeltaSubscription.Options = .init()) {
        self.catalog = catalog
        subscription = DeltaSubscription(options: options, noncePrefix: "d")
    }

    /// Sends a request.
    mutating func send(
        _ subscribe: [String] = [],
        unsubscribe: [String] = [],
        initial: [String: String] = [:],
        nonce: String = "",
        error: NackDetail? = nil
    ) -> RequestOutcome {
        let request = DeltaSubscription.Request(
            subscribe: subscribe,
            unsubscribe: unsubscribe,
            initialVersions: initial.sorted { $0.key < $1.key }.map { .init(name: $0.key, version: $0.value) },
            nonce: nonce,
            error: error
        )
        let outcome = subscription.receive(request, from: catalog)
        unanswered += outcome.responses.map(\.nonce)
        return outcome
    }

    /// Sends a request without nonce and returns the responses.
    mutating func ask(
        _ subscribe: [String] = [],
        unsubscribe: [String] = [],
        initial: [String: String] = [:]
    ) -> [[String]] {
        contents(send(subscribe, unsubscribe: unsubscribe, initial: initial).responses)
    }

    /// Acknowledges all responses, including those caused by it, and returns them.
    mutating func acknowledge() -> [[String]] {
        var received: [[String]] = []
        while !unanswered.isEmpty {
            received += contents(send(nonce: unanswered.removeFirst()).responses)
        }
        return received
    }

    /// Rejects the oldest unanswered response and returns the responses.
    mutating func refuse(unsubscribe: [String] = []) -> [[String]] {
        contents(send(unsubscribe: unsubscribe, nonce: unanswered.removeFirst(), error: nack).responses)
    }

    /// Subscribes and acknowledges, so that data may be sent.
    mutating func settle(_ names: [String]) {
        _ = send(names)
        _ = acknowledge()
    }

    /// Changes the catalog (nil deletes) and returns what was pushed.
    mutating func change(_ changes: [String: UInt64?]) -> [[String]] {
        for (name, version) in changes { catalog.versions[name] = version }
        let responses = subscription.catalogChanged(.some(changes.keys.sorted()), in: catalog)
        unanswered += responses.map(\.nonce)
        return contents(responses)
    }
}

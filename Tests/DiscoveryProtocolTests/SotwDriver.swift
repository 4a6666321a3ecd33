import DiscoveryProtocol

/// A SotW stream with its catalog and the newest nonce that a prompt client would send.
struct SotwDriver {
    var subscription: SotwSubscription
    var catalog: TestCatalog
    var nonce = ""

    init(_ catalog: TestCatalog, _ options: SotwSubscription.Options = .init()) {
        self.catalog = catalog
        subscription = SotwSubscription(options: options, noncePrefix: "s")
    }

    /// Sends a request, by default with the newest nonce.
    mutating func send(_ names: [String], nonce: String? = nil, error: NackDetail? = nil) -> RequestOutcome {
        let request = SotwSubscription.Request(
            versionInfo: "whatever",
            names: names,
            nonce: nonce ?? self.nonce,
            error: error
        )
        let outcome = subscription.receive(request, from: catalog)
        note(outcome.responses)
        return outcome
    }

    /// Sends a request and returns the responses.
    mutating func ask(_ names: [String], nonce: String? = nil, error: NackDetail? = nil) -> [[String]] {
        contents(send(names, nonce: nonce, error: error).responses)
    }

    /// Subscribes and acknowledges, so that data may be sent.
    mutating func settle(_ names: [String]) {
        _ = send(names)
        _ = send(names)
    }

    /// Changes the catalog (nil deletes) and returns what was pushed.
    mutating func change(_ changes: [String: UInt64?]) -> [[String]] {
        for (name, version) in changes { catalog.versions[name] = version }
        let responses = subscription.catalogChanged(.some(changes.keys.sorted()), in: catalog)
        note(responses)
        return contents(responses)
    }

    private mutating func note(_ responses: [Response]) {
        if let last = responses.last { nonce = last.nonce }
    }
}

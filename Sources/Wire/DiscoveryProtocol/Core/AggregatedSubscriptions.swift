/// The sub-streams of one aggregated (ADS) stream: one subscription a type, each with its own names, nonces, versions
/// and acknowledgements (XP-A1).
///
/// No type waits for another one (XP-A3, XP-A7), and a type that the server does not serve is accepted and met with
/// silence, because ending the stream would take the served types down with it (XP-A6). State belongs to the stream,
/// never to the node (XP-A8), so the SotW and delta streams of one node are independent (XP-A9). A server of several
/// types sends what ``catalogChanged(_:typeURL:in:)`` returns in the order clusters, endpoints, listeners, routes;
/// order of sending is all that is needed, an acknowledgement of one type is never waited for before another one is
/// sent (XP-A4). Names are answered as they are asked for, however many of a snapshot they are (XP-A11).
public struct AggregatedSubscriptions<Subscription: SubscriptionStateMachine>: Sendable {
    /// What happens with types that are not served.
    public struct UnservedTypes: Sendable, Hashable {
        /// Types whose request for everything is answered once with an empty response, such as LDS and CDS (XP-A6).
        ///
        /// That ends the client's waiting, but an empty SotW response of these types also deletes all it had of them.
        public var answeredEmpty: Set<String>
        /// How many different types to remember; a client with more of them is refused.
        public var maximumCount: Int

        /// Sets both; by default all unserved types are met with silence.
        public init(answeredEmpty: Set<String> = [], maximumCount: Int = 64) {
            self.answeredEmpty = answeredEmpty
            self.maximumCount = maximumCount
        }
    }

    private let noncePrefix: String
    private let served: [String: Subscription.Options]
    private let unserved: UnservedTypes
    /// The types that were asked for: few, and looking through them costs less than hashing their long names.
    @usableFromInline var asked: [String] = []
    /// The sub-stream of each of them.
    @usableFromInline var subscriptions: [Subscription] = []
    private var unservedTypes: [String: UnservedType] = [:]

    /// Starts a stream without subscriptions.
    ///
    /// - Parameters:
    ///   - served: the options of each served type, by type URL.
    ///   - unserved: what happens with other types.
    ///   - noncePrefix: the random prefix of the stream's nonces.
    public init(
        served: [String: Subscription.Options],
        unserved: UnservedTypes = UnservedTypes(),
        noncePrefix: String
    ) {
        self.served = served
        self.unserved = unserved
        self.noncePrefix = noncePrefix
    }

    /// The types that were asked for and are served, sorted.
    public var typeURLs: [String] { asked.sorted() }

    /// The types that were asked for and are not served, sorted.
    public var unservedTypeURLs: [String] { unservedTypes.keys.sorted() }

    /// The sub-stream of a type, if the client has asked for the type; never push any other (XP-A5).
    public subscript(typeURL: String) -> Subscription? { read(typeURL) { $0 } }

    // What is called for every stream at every change is inlinable: a copy of a subscription costs more than reading it.

    /// What the sub-stream of a type says, read where it is; nil if the client has not asked for the type.
    @inlinable
    public func read<Value>(_ typeURL: String, _ body: (Subscription) -> Value) -> Value? {
        guard let index = asked.firstIndex(of: typeURL) else { return nil }
        return body(subscriptions[index])
    }

    /// Handles one request for one type.
    ///
    /// - Parameters:
    ///   - request: the request.
    ///   - typeURL: its type; an empty one is refused (XP-A2, G-08).
    ///   - catalog: the resources of that type; not read for types that are not served.
    ///   - moment: the time, to be kept with names that the request acknowledges or refuses; nil keeps none.
    @inlinable
    public mutating func receive(
        _ request: Subscription.Request,
        typeURL: String,
        from catalog: some ResourceCatalog,
        at moment: Int64? = nil
    ) -> RequestOutcome {
        guard let index = asked.firstIndex(of: typeURL) else {
            return receiveFirst(request, typeURL: typeURL, from: catalog, at: moment)
        }
        if let moment { subscriptions[index].noteTime(moment) }
        return subscriptions[index].receive(request, from: catalog)
    }

    /// Handles the first request for a type, and every one for a type that is not served.
    @usableFromInline
    mutating func receiveFirst(
        _ request: Subscription.Request,
        typeURL: String,
        from catalog: some ResourceCatalog,
        at moment: Int64?
    ) -> RequestOutcome {
        guard !typeURL.isEmpty else {
            let refusal = Refusal(code: .invalidArgument, message: "type_url is required on an aggregated stream")
            return RequestOutcome(.refused(refusal))
        }
        guard let options = served[typeURL] else {
            return receiveUnserved(request, typeURL: typeURL)
        }
        var subscription = Subscription(options: options, noncePrefix: nextPrefix())
        if let moment { subscription.noteTime(moment) }
        let outcome = subscription.receive(request, from: catalog)
        asked.append(typeURL)
        subscriptions.append(subscription)
        return outcome
    }

    /// Handles a change of content of one type.
    @inlinable
    public mutating func catalogChanged(
        _ changed: ChangedNames,
        typeURL: String,
        in catalog: some ResourceCatalog
    ) -> [Response] {
        asked.firstIndex(of: typeURL).map { subscriptions[$0].catalogChanged(changed, in: catalog) } ?? []
    }

    /// Sends subscribed names of one type again, as after a CDS response that touched their clusters (XP-A5).
    public mutating func resend(
        _ names: [String],
        typeURL: String,
        from catalog: some ResourceCatalog
    ) -> [Response] {
        asked.firstIndex(of: typeURL).map { subscriptions[$0].resend(names, from: catalog) } ?? []
    }

    /// Handles that the acknowledgement of one type's awaited nonce did not come in time (XP-B3).
    public mutating func acknowledgementTimedOut(
        typeURL: String,
        from catalog: some ResourceCatalog
    ) -> [Response] {
        asked.firstIndex(of: typeURL).map { subscriptions[$0].acknowledgementTimedOut(from: catalog) } ?? []
    }

    private mutating func receiveUnserved(_ request: Subscription.Request, typeURL: String) -> RequestOutcome {
        if unservedTypes[typeURL] == nil {
            guard unservedTypes.count < unserved.maximumCount else {
                let message = "stream asks for more than \(unserved.maximumCount) types that are not served"
                return RequestOutcome(.refused(Refusal(code: .resourceExhausted, message: message)))
            }
            unservedTypes[typeURL] = UnservedType(
                isAnsweredEmpty: unserved.answeredEmpty.contains(typeURL),
                noncePrefix: nextPrefix()
            )
        }
        return unservedTypes[typeURL]?.receive(request) ?? RequestOutcome(.stale)
    }

    /// Nonces are unique on the stream because each type has a prefix of its own; one that comes back under another
    /// type is foreign there (TH-09).
    private func nextPrefix() -> String {
        "\(noncePrefix).\(subscriptions.count + unservedTypes.count)"
    }
}

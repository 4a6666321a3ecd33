/// The sub-streams of one aggregated (ADS) stream: one subscription a type, each with its own names, nonces, versions
/// and acknowledgements (XP-A1).
///
/// No type waits for another one (XP-A3, XP-A7). A request for a type that the server does not serve is accepted
/// without a response, because ending the stream would also end the served types (XP-A6). State belongs to the stream,
/// never to the node (XP-A8), so the SotW and delta streams of one node are independent (XP-A9). A server of several
/// types sends the results of ``catalogChanged(_:typeURL:in:)`` in the order clusters, endpoints, listeners, routes; it
/// never waits for an acknowledgement of one type before it sends another one (XP-A4). Each request is answered for the
/// names it lists, however many the snapshot has (XP-A11).
public struct AggregatedSubscriptions<Subscription: SubscriptionStateMachine>: Sendable {
    /// The handling of types that are not served.
    public struct UnservedTypes: Sendable, Hashable {
        /// The types whose request for everything is answered once with an empty response, such as LDS and CDS (XP-A6).
        ///
        /// The client then stops waiting, but an empty SotW response of these types also deletes all its resources of
        /// the type.
        public var answeredEmpty: Set<String>
        /// The number of different types to remember; a client with more of them is rejected.
        public var maximumCount: Int

        /// Sets both; by default requests for unserved types get no response.
        public init(answeredEmpty: Set<String> = [], maximumCount: Int = 64) {
            self.answeredEmpty = answeredEmpty
            self.maximumCount = maximumCount
        }
    }

    private let noncePrefix: String
    private let served: [String: Subscription.Options]
    private let unserved: UnservedTypes
    /// The types that were requested: few, and a linear search costs less than hashing their long names.
    @usableFromInline var asked: [String] = []
    /// The sub-streams of these types, in the same order.
    @usableFromInline var subscriptions: [Subscription] = []
    private var unservedTypes: [String: UnservedType] = [:]

    /// Starts a stream without subscriptions.
    ///
    /// - Parameters:
    ///   - served: the options of each served type, by type URL.
    /// - unserved: the handling of other types.
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

    /// The types that were requested and are served, sorted.
    public var typeURLs: [String] { asked.sorted() }

    /// The types that were requested and are not served, sorted.
    public var unservedTypeURLs: [String] { unservedTypes.keys.sorted() }

    /// The sub-stream of a type, if the client has requested the type; never push any other (XP-A5).
    public subscript(typeURL: String) -> Subscription? { read(typeURL) { $0 } }

    // Functions that run for every stream at every change are inlinable: a copy of a subscription costs more than
    // reading it.

    /// Reads a value from the sub-stream of a type in place; nil if the client has not requested the type.
    @inlinable
    public func read<Value>(_ typeURL: String, _ body: (Subscription) -> Value) -> Value? {
        guard let index = asked.firstIndex(of: typeURL) else { return nil }
        return body(subscriptions[index])
    }

    /// Handles one request for one type.
    ///
    /// - Parameters:
    ///   - request: the request.
    /// - typeURL: its type; an empty one is rejected (XP-A2, G-08).
    ///   - catalog: the resources of that type; not read for types that are not served.
    /// - moment: the time, recorded for names that the request acknowledges or rejects; nil records none.
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
        if let moment { subscriptions[index].recordTime(moment) }
        return subscriptions[index].receive(request, from: catalog)
    }

    /// Handles the first request for a type, and every request for a type that is not served.
    @usableFromInline
    mutating func receiveFirst(
        _ request: Subscription.Request,
        typeURL: String,
        from catalog: some ResourceCatalog,
        at moment: Int64?
    ) -> RequestOutcome {
        guard !typeURL.isEmpty else {
            let rejection = StreamRejection(
                code: .invalidArgument,
                message: "type_url is required on an aggregated stream"
            )
            return RequestOutcome(.refused(rejection))
        }
        guard let options = served[typeURL] else {
            return receiveUnserved(request, typeURL: typeURL)
        }
        var subscription = Subscription(options: options, noncePrefix: nextPrefix())
        if let moment { subscription.recordTime(moment) }
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

    /// Handles an acknowledgement timeout for one type's awaited nonce (XP-B3).
    public mutating func acknowledgementTimedOut(
        typeURL: String,
        from catalog: some ResourceCatalog
    ) -> [Response] {
        asked.firstIndex(of: typeURL).map { subscriptions[$0].acknowledgementTimedOut(from: catalog) } ?? []
    }

    private mutating func receiveUnserved(_ request: Subscription.Request, typeURL: String) -> RequestOutcome {
        if unservedTypes[typeURL] == nil {
            guard unservedTypes.count < unserved.maximumCount else {
                let message = "stream requests more than \(unserved.maximumCount) types that are not served"
                return RequestOutcome(.refused(StreamRejection(code: .resourceExhausted, message: message)))
            }
            unservedTypes[typeURL] = UnservedType(
                isAnsweredEmpty: unserved.answeredEmpty.contains(typeURL),
                noncePrefix: nextPrefix()
            )
        }
        return unservedTypes[typeURL]?.receive(request) ?? RequestOutcome(.stale)
    }

    /// Returns the nonce prefix of the next type.
    ///
    /// Each type has its own prefix, so nonces are unique on the stream and a nonce that is sent back under another
    /// type is recognized as foreign (TH-09).
    private func nextPrefix() -> String {
        "\(noncePrefix).\(subscriptions.count + unservedTypes.count)"
    }
}

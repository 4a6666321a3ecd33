/// A client that sends requests through an Envoy and counts the responses.
public struct TrafficMeter: Sendable {
    /// The counts of responses.
    public struct Tally: Hashable, Sendable {
        /// The successful responses by backend.
        public var answers: [String: Int] = [:]
        /// The other responses by HTTP status, such as 503 without a healthy endpoint.
        public var failures: [Int: Int] = [:]
        /// All requests.
        public var total: Int { answers.values.reduce(0, +) + failures.values.reduce(0, +) }

        /// The names of the backends that answered, sorted.
        public var names: [String] { answers.keys.sorted() }

        /// Returns the share of all requests that the named backends answered, from 0 to 1.
        public func share(of names: some Sequence<String>) -> Double {
            guard total > 0 else { return 0 }
            return Double(Set(names).reduce(0) { $0 + answers[$1, default: 0] }) / Double(total)
        }
    }

    /// The target: a listener of an Envoy.
    public let listener: NetworkEndpoint

    /// Makes a meter for a listener.
    public init(_ listener: NetworkEndpoint) {
        self.listener = listener
    }

    /// Sends requests one after the other, all on one connection.
    ///
    /// Throws NIO's error if no listener is bound, ``HarnessError`` if the connection ends early.
    public func send(_ count: Int, path: String = "/") async throws -> Tally {
        try await HTTPExchange.connected(to: listener) { exchange in
            var tally = Tally()
            let request = HTTPRequest(path)
            for _ in 0..<count {
                let answer = try await exchange.answer(to: request)
                if answer.status == 200 {
                    tally.answers[answer.body, default: 0] += 1
                } else {
                    tally.failures[answer.status, default: 0] += 1
                }
            }
            return tally
        }
    }
}

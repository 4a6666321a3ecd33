/// Sends requests through an Envoy and tallies who answered.
public struct TrafficMeter: Sendable {
    /// Who answered how often.
    public struct Tally: Hashable, Sendable {
        /// Good answers by the backend that gave them.
        public var answers: [String: Int] = [:]
        /// Other answers by HTTP status, such as 503 for a lack of healthy endpoints.
        public var failures: [Int: Int] = [:]
        /// Requests in all.
        public var total: Int { answers.values.reduce(0, +) + failures.values.reduce(0, +) }

        /// The names of those who answered, sorted.
        public var names: [String] { answers.keys.sorted() }

        /// Which part of all requests the named backends answered, from 0 to 1.
        public func share(of names: some Sequence<String>) -> Double {
            guard total > 0 else { return 0 }
            return Double(Set(names).reduce(0) { $0 + answers[$1, default: 0] }) / Double(total)
        }
    }

    /// Where the requests go: a listener of an Envoy.
    public let listener: NetworkEndpoint

    /// Measures a listener.
    public init(_ listener: NetworkEndpoint) {
        self.listener = listener
    }

    /// Sends requests, each after the answer to the one before, all on one connection.
    ///
    /// Throws NIO's error if nobody listens, ``HarnessError`` if the connection ends early.
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

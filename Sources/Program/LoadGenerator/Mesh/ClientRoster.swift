/// The clients of a run with their subscriptions.
public struct ClientRoster: Sendable {
    /// One stream of one client.
    public struct Stream: Hashable, Sendable {
        /// The number of its node.
        public let node: Int
        /// The names of its subscriptions; services by ``service(named:)``.
        public let names: [String]
    }

    /// One connection.
    public struct Connection: Hashable, Sendable {
        /// The protocol on it.
        public let protocolName: ClientProtocol
        /// Its streams.
        public let streams: [Stream]
    }

    /// The connections.
    public let connections: [Connection]
    /// The number of subscriptions of each service; services without any are left out.
    public let subscribers: [Int: Int]
    /// The number of all subscriptions, to generated services and to others.
    public let subscriptionCount: Int
    private let services: [String: Int]

    /// Draws the subscriptions.
    ///
    /// - Parameters:
    ///   - plan: connections, streams, protocols, subscriptions and seed.
    ///   - names: the names to draw from, in order of popularity.
    ///   - services: the generated services among them.
    ///   - ownNames: the names that a node always subscribes to.
    public init(_ plan: LoadPlan, names: [String], services: [String: Int], ownNames: (Int) -> [String] = { _ in [] }) {
        var random = SeededRandom(seed: plan.seed, purpose: .subscriptions)
        var nextNode = 0
        var subscribers: [Int: Int] = [:]
        var total = 0
        connections = (0..<plan.connections).map { index in
            let kind = plan.protocols.isEmpty ? .eds : plan.protocols[index % plan.protocols.count]
            var streams: [Stream] = []
            // On ADS each stream is a separate Envoy; otherwise each is one name of the same Envoy (XP-E4).
            for _ in 0..<(kind.isAggregated ? plan.streams ?? 1 : 1) {
                let wanted = kind.isAggregated ? nil : plan.streams
                let drawn = Self.draw(wanted ?? plan.subscriptions.draw(&random), of: names, &random)
                let mine = Self.unique(drawn + (wanted == nil ? ownNames(nextNode) : []))
                for name in mine {
                    total += 1
                    if let service = services[name] { subscribers[service, default: 0] += 1 }
                }
                streams += (kind.isAggregated ? [mine] : mine.map { [$0] }).map { Stream(node: nextNode, names: $0) }
                nextNode += 1
            }
            return Connection(protocolName: kind, streams: streams)
        }
        self.subscribers = subscribers
        self.services = services
        subscriptionCount = total
    }

    /// Returns the generated service of a name, or `nil` for another name.
    public func service(named name: String) -> Int? { services[name] }

    /// The number of subscriptions to generated services.
    public var markedSubscriptionCount: Int { subscribers.values.reduce(0, +) }

    /// Returns the number of subscriptions that receive a change.
    public func audience(of change: Change) -> Int {
        change.service.map { subscribers[$0] ?? 0 } ?? markedSubscriptionCount
    }

    /// Draws distinct names, popular ones more often: twice the rank is half as likely.
    private static func draw(_ count: Int, of names: [String], _ random: inout SeededRandom) -> [String] {
        let count = min(count, names.count)
        let popularity = AmountDistribution(0...max(0, names.count - 1), .skewed)
        var chosen: Set<Int> = []
        var attempts = 0
        while chosen.count < count, attempts < count * 8 {
            chosen.insert(popularity.draw(&random))
            attempts += 1
        }
        // A client that subscribes to nearly all names gets them from the top.
        var rank = 0
        while chosen.count < count {
            chosen.insert(rank)
            rank += 1
        }
        return chosen.sorted().map { names[$0] }
    }

    private static func unique(_ names: [String]) -> [String] {
        var seen: Set<String> = []
        return names.filter { seen.insert($0).inserted }
    }
}

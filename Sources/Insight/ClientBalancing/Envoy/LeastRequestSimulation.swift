/// LEAST_REQUEST played through: a number of clients, each of which sends its next request when the last is answered.
///
/// For cases that no formula covers: a few requests in flight, and equal weights with a slow host. Sources:
/// common/edf_scheduler.h (`pickAndAdd`) and least_request/least_request_lb.cc (`unweightedHostPickNChoices`,
/// `unweightedHostPickFullScan`). Random numbers come from a fixed seed, so the result is always the same.
struct LeastRequestSimulation {
    /// The method of choosing a host.
    enum Method {
        /// By turns with the weights w / (active + 1)^bias.
        case byTurns(bias: Double)
        /// The least busy of a number of random hosts; of all hosts for nil.
        case ofChoices(Int?)
    }

    private static let requests = 20000
    private static let warmUp = 2000

    /// The part of each host.
    let parts: [Double]

    init(_ hosts: [LeastRequest.Host], _ clients: Int, _ method: Method) {
        var run = Run(hosts: hosts, method: method)
        parts = run.play(clients: max(1, clients), requests: Self.requests, warmUp: Self.warmUp)
    }

    private struct Turn {
        var deadline: Double
        var order: Int
    }

    private struct Run {
        let hosts: [LeastRequest.Host]
        let method: Method
        private var active: [Int]
        private var turns: [Turn] = []
        private var order = 0
        private var state: UInt64 = 0x9E37_79B9_7F4A_7C15

        init(hosts: [LeastRequest.Host], method: Method) {
            self.hosts = hosts
            self.method = method
            active = hosts.map { _ in 0 }
            if case .byTurns(let bias) = method {
                turns = hosts.indices.map { Turn(deadline: 1 / hosts[$0].weight, order: $0) }
                order = hosts.count
                _ = bias
            }
        }

        mutating func play(clients: Int, requests: Int, warmUp: Int) -> [Double] {
            var counts = hosts.map { _ in 0.0 }
            // Each client's present host, and when it is done.
            var places: [Int?] = Array(repeating: nil, count: clients)
            var ends = (0..<clients).map { Double($0) * 1e-6 }
            for number in 0..<requests {
                let client = ends.indices.min { ends[$0] < ends[$1] } ?? 0
                if let host = places[client] { active[host] -= 1 }
                let host = choose()
                active[host] += 1
                places[client] = host
                // A little noise keeps clients from marching in step for ever.
                ends[client] += hosts[host].time * (1 + 0.01 * random())
                if number >= warmUp { counts[host] += 1 }
            }
            let total = counts.reduce(0, +)
            return counts.map { $0 / total }
        }

        private mutating func choose() -> Int {
            switch method {
            case .byTurns(let bias): nextTurn(bias)
            case .ofChoices(let count): leastBusy(of: count)
            }
        }

        /// The host whose turn is next; it comes again after 1 / its weight of now, this request not yet counted.
        private mutating func nextTurn(_ bias: Double) -> Int {
            let next =
                turns.indices.min { left, right in
                    (turns[left].deadline, turns[left].order) < (turns[right].deadline, turns[right].order)
                } ?? 0
            turns[next].deadline += Power.of(Double(active[next] + 1), bias) / hosts[next].weight
            turns[next].order = order
            order += 1
            return next
        }

        private mutating func leastBusy(of count: Int?) -> Int {
            let candidates =
                count.map { count in (0..<count).map { _ in Int(random() * Double(hosts.count)) } }
                ?? shuffled()
            return candidates.min { active[$0] < active[$1] } ?? 0
        }

        /// All hosts, from a random one on: ties go to any.
        private mutating func shuffled() -> [Int] {
            let start = Int(random() * Double(hosts.count))
            return hosts.indices.map { ($0 + start) % hosts.count }
        }

        /// A number from 0 up to 1 (SplitMix64).
        private mutating func random() -> Double {
            state &+= 0x9E37_79B9_7F4A_7C15
            var value = state
            value = (value ^ value >> 30) &* 0xBF58_476D_1CE4_E5B9
            value = (value ^ value >> 27) &* 0x94D0_49BB_1331_11EB
            value ^= value >> 31
            return Double(value >> 11) * 0x1p-53
        }
    }
}

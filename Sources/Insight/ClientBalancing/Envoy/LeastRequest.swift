/// LEAST_REQUEST among a set of hosts.
///
/// Source: least_request/least_request_lb.cc (`hostWeight`, `unweightedHostPick`) over the turns of
/// common/edf_scheduler.h.
struct LeastRequest {
    /// The properties of a host that affect its share.
    struct Host {
        let weight: Double
        /// The time of an answer, in any unit.
        let time: Double
    }

    private let settings: LeastRequestSettings

    init(_ settings: LeastRequestSettings) { self.settings = settings }

    /// The part of each host.
    ///
    /// - Parameters:
    ///   - hosts: the hosts.
    ///   - inFlight: the number of requests in flight at the hosts together; those of one at a time are below 2.
    func parts(of hosts: [Host], inFlight: Double) -> [Double] {
        guard let first = hosts.first else { return [] }
        let isEquallyFast = hosts.allSatisfy { $0.time == first.time }
        if hosts.allSatisfy({ $0.weight == first.weight }) {
            if isEquallyFast || inFlight < 2 { return hosts.map { _ in 1 / Double(hosts.count) } }
            return LeastRequestSimulation(hosts, Int(inFlight.rounded()), .ofChoices(choices)).parts
        }
        if inFlight < 2 || settings.activeRequestBias <= 0 { return Self.normalized(hosts.map(\.weight)) }
        // With few requests the order of single choices decides, with many their mean.
        if inFlight < 8 {
            let bias = settings.activeRequestBias
            return LeastRequestSimulation(hosts, Int(inFlight.rounded()), .byTurns(bias: bias)).parts
        }
        return balanced(hosts, inFlight: inFlight)
    }

    private var choices: Int? { settings.scansAll ? nil : max(2, settings.choiceCount) }

    /// The state in which turns are as often as requests end.
    ///
    /// Turns of EDF come in proportion to w / (a + 1)^b. A host with the part x of all requests, each of which takes the
    /// time T, has a = N x T / sum(x T) in flight, so x is in proportion to w / (N x T / sum(x T) + 1)^b. With many
    /// requests and equal times that is w^(1 / (1 + b)), the square root for b = 1.
    private func balanced(_ hosts: [Host], inFlight: Double) -> [Double] {
        var parts = Self.normalized(hosts.map(\.weight))
        // The geometric mean of old and new converges for every bias; the bound is never reached in practice.
        for _ in 0..<2000 {
            let busy = zip(parts, hosts).reduce(0) { $0 + $1.0 * $1.1.time }
            let turns = Self.normalized(
                zip(parts, hosts).map { part, host in
                    let active = inFlight * part * host.time / busy
                    return host.weight / Power.of(active + 1, settings.activeRequestBias)
                }
            )
            let next = Self.normalized(zip(parts, turns).map { ($0 * $1).squareRoot() })
            let change = zip(parts, next).reduce(0) { max($0, abs($1.0 - $1.1)) }
            parts = next
            if change < 1e-12 { break }
        }
        return parts
    }

    private static func normalized(_ values: [Double]) -> [Double] {
        let total = values.reduce(0, +)
        return values.map { $0 / total }
    }
}

import MeshModel
import Testing

@testable import ClientBalancing

/// The tables of Envoy's own documentation.
///
/// https://www.envoyproxy.io/docs/envoy/latest/intro/arch_overview/upstream/load_balancing/priority
@Suite("Priorities share requests as Envoy documents it")
struct PriorityTests {
    private func assignment(_ healthy: [Int], degraded: [Int] = [], of total: Int = 100) -> BalancedAssignment {
        BalancedAssignment(
            localities: healthy.enumerated().map { priority, healthy in
                let degraded = priority < degraded.count ? degraded[priority] : 0
                return BalancedAssignment.LocalityEndpoints(
                    priority: priority,
                    endpoints: (0..<total).map { number in
                        BalancedEndpoint(
                            address: "10.0.\(priority).\(number):80",
                            health: number < healthy
                                ? .healthy : number < healthy + degraded ? .degraded : .unhealthy
                        )
                    }
                )
            }
        )
    }

    private func levels(_ assignment: BalancedAssignment, panicThreshold: Int = 0) -> [ClientShares.Level] {
        ClientBalancing.shares(of: assignment, ClusterSettings(panicThreshold: panicThreshold)).levels
    }

    @Test(
        "Priorities spill over when too few hosts are healthy",
        arguments: [
            ([100, 100], [100, 0]), ([72, 100], [100, 0]), ([71, 100], [99, 1]), ([50, 100], [70, 30]),
            ([25, 100], [35, 65]), ([0, 100], [0, 100]), ([100, 100, 100], [100, 0, 0]),
            ([71, 71, 100], [99, 1, 0]), ([25, 50, 100], [35, 65, 0]), ([25, 25, 25], [35, 35, 30]),
            ([25, 0, 25], [50, 0, 50]),
        ] as [([Int], [Int])]
    )
    func spill(healthy: [Int], loads: [Int]) {
        #expect(levels(assignment(healthy)).map(\.load) == loads)
    }

    @Test("Degraded hosts get what healthy ones of all priorities leave")
    func degraded() {
        let found = levels(assignment([20, 20], degraded: [80, 0]))
        #expect(found.map(\.healthyLoad) == [28, 28])
        #expect(found.map(\.degradedLoad) == [44, 0])
    }

    @Test(
        "A priority panics only when all priorities together have too few available hosts",
        arguments: [
            ([72, 72], [false, false]), ([30, 60], [false, false]), ([5, 65], [true, false]),
            ([25, 25], [true, true]),
        ] as [([Int], [Bool])]
    )
    func panic(healthy: [Int], isPanicking: [Bool]) {
        #expect(levels(assignment(healthy), panicThreshold: 50).map(\.isPanicking) == isPanicking)
    }

    @Test("Nothing gets through where nothing is available and panic is off")
    func nothing() {
        let shares = ClientBalancing.shares(of: assignment([0], of: 3), ClusterSettings(panicThreshold: 0))
        #expect(shares.noHost == 1)
        let panicking = ClientBalancing.shares(of: assignment([0], of: 3), ClusterSettings())
        #expect(panicking.noHost == 0)
    }

    @Test("An assignment without endpoints has no host for any client")
    func empty() {
        for client in ClientKind.allCases {
            for policy in [BalancingPolicy.roundRobin, .ringHash] {
                let shares = ClientBalancing.shares(
                    of: BalancedAssignment(localities: []),
                    ClusterSettings(policy: policy),
                    client: client
                )
                #expect(shares.noHost == 1)
                #expect(shares.hosts.isEmpty)
            }
        }
    }
}

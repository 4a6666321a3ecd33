import MeshModel
import Testing

@testable import MeshExplanation

/// The tables of Envoy's own documentation.
///
/// https://www.envoyproxy.io/docs/envoy/latest/intro/arch_overview/upstream/load_balancing/priority
@Suite("Distribution of requests in Envoy")
struct EnvoyBalancingTests {
    private func hosts(_ healthy: [Int], of total: Int = 100) -> [EnvoyBalancing.Host] {
        healthy.enumerated().flatMap { priority, healthy in
            (0..<total).map { number in
                EnvoyBalancing.Host(
                    priority: UInt32(priority),
                    locality: Locality(),
                    weight: 1,
                    isHealthy: number < healthy
                )
            }
        }
    }

    @Test(
        "Priorities spill over if too few hosts are healthy",
        arguments: [
            ([100, 100], [100, 0]), ([72, 100], [100, 0]), ([71, 100], [99, 1]), ([50, 100], [70, 30]),
            ([25, 100], [35, 65]), ([0, 100], [0, 100]), ([100, 100, 100], [100, 0, 0]),
            ([71, 71, 100], [99, 1, 0]), ([25, 50, 100], [35, 65, 0]), ([25, 25, 25], [35, 35, 30]),
            ([25, 0, 25], [50, 0, 50]),
        ] as [([Int], [Int])]
    )
    func priorities(healthy: [Int], loads: [Int]) {
        let balancing = EnvoyBalancing(hosts(healthy), localityWeights: nil, panicThreshold: 0)
        #expect(balancing.levels.map(\.load) == loads)
    }

    @Test(
        "A priority panics only if all priorities together have too few healthy hosts",
        arguments: [
            ([100], [false]), ([49], [true]), ([50], [false]), ([20, 100], [false, false]),
            ([25, 25], [true, true]), ([5, 51], [true, false]),
        ] as [([Int], [Bool])]
    )
    func panic(healthy: [Int], expected: [Bool]) {
        let balancing = EnvoyBalancing(hosts(healthy), localityWeights: nil, panicThreshold: 50)
        #expect(balancing.levels.map(\.isPanicking) == expected)
    }

    @Test("In total panic the number of hosts decides, and all of them are used")
    func totalPanic() {
        let few = EnvoyBalancing.Host(priority: 0, locality: Locality(), weight: 1, isHealthy: false)
        let more = EnvoyBalancing.Host(priority: 1, locality: Locality(), weight: 3, isHealthy: false)
        let balancing = EnvoyBalancing([few, more, more, more], localityWeights: nil, panicThreshold: 50)
        #expect(balancing.levels.map(\.load) == [25, 75])
        #expect(balancing.shares == [0.25, 0.25, 0.25, 0.25])
        let calm = EnvoyBalancing([few, more], localityWeights: nil, panicThreshold: 0)
        #expect(calm.shares == [0, 0])
    }

    @Test("A locality keeps its weight until less than 1/1.4 of its hosts are healthy")
    func localities() {
        let near = Locality(region: "r", zone: "a")
        let far = Locality(region: "r", zone: "b")
        let weights = [near: 1, far: 1].reduce(into: [:]) {
            $0[EnvoyBalancing.LocalityKey(priority: 0, locality: $1.key)] = UInt32($1.value)
        }
        func shares(healthyNear: Int) -> [Double] {
            let hosts = (0..<10).map {
                EnvoyBalancing.Host(priority: 0, locality: near, weight: 1, isHealthy: $0 < healthyNear)
            }
            let others = (0..<2).map { _ in
                EnvoyBalancing.Host(priority: 0, locality: far, weight: 1, isHealthy: true)
            }
            let balancing = EnvoyBalancing(hosts + others, localityWeights: weights, panicThreshold: 0)
            return [balancing.shares.prefix(10).reduce(0, +), balancing.shares.suffix(2).reduce(0, +)]
        }
        #expect(abs(shares(healthyNear: 10)[0] - 0.5) < 1e-9)
        #expect(abs(shares(healthyNear: 8)[0] - 0.5) < 1e-9)
        // 5 of 10 healthy: 70% of the locality's weight.
        #expect(abs(shares(healthyNear: 5)[0] - 0.7 / 1.7) < 1e-9)
    }

    @Test("Requests without hosts are not distributed")
    func nobody() {
        let balancing = EnvoyBalancing([], localityWeights: nil, panicThreshold: 50)
        #expect(balancing.levels == [])
        #expect(balancing.shares == [])
    }
}

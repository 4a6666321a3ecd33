import AssignmentComparison
import EnvoyMessages
import MeshModel
import TestSupport
import Testing
import TranslationTestSupport

@Suite("Properties of comparisons")
struct ComparisonPropertyTests {
    private func random(_ generator: inout SeededGenerator) -> ComparableAssignment {
        let groups = (0..<Int.random(in: 0...3, using: &generator)).map { _ -> ComparableAssignment.Group in
            let hosts = (0..<Int.random(in: 0...4, using: &generator)).map { _ -> ComparableHost in
                var host = ComparableHost("10.0.0.\(Int.random(in: 0...5, using: &generator)):80")
                host.weight = UInt32.random(in: 1...3, using: &generator)
                host.network = ["", "x", "y"].randomElement(using: &generator) ?? ""
                host.health = HostHealth(["HEALTHY", "DRAINING"].randomElement(using: &generator) ?? "")
                return host
            }
            return ComparableAssignment.Group(
                locality: Locality(region: ["a", "b"].randomElement(using: &generator) ?? ""),
                priority: UInt32.random(in: 0...1, using: &generator),
                weight: Bool.random(using: &generator) ? UInt32.random(in: 1...4, using: &generator) : nil,
                hosts: hosts
            )
        }
        return ComparableAssignment(name: "c", groups: groups)
    }

    @Test("A comparison is the same from both sides, mirrored, and empty for equal sides", arguments: 0..<40)
    func mirrored(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        for _ in 0..<50 {
            let (one, two) = (random(&generator), random(&generator))
            for exact in [false, true] {
                let comparison = SetComparison(ComparisonOptions(exactWeights: exact))
                let there = try comparison.compare(AssignmentSet(.mesh, one), AssignmentSet(.mesh, two))
                let back = try comparison.compare(AssignmentSet(.mesh, two), AssignmentSet(.mesh, one))
                #expect(there.mirroredProxies == back.proxies)
                #expect(try comparison.compare(AssignmentSet(.mesh, one), AssignmentSet(.mesh, one)).isEmpty)
            }
        }
    }

    @Test("A comparison ignores order and distinguishes equal from different shares", arguments: 0..<40)
    func shares(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        for _ in 0..<50 {
            // Each address occurs once, so that the owner of a share is unambiguous.
            let zones = (0..<3).map { zone -> (zone: String, weight: UInt32?, hosts: [String]) in
                let hosts = (0..<2).map { "10.0.\(zone).\($0):80*\(UInt32.random(in: 1...3, using: &generator))" }
                return ("z\(zone)", UInt32.random(in: 1...6, using: &generator), hosts)
            }
            let before = ComparableAssignment(zones)
            let factor = UInt32.random(in: 1...5, using: &generator)
            var groups = before.groups.shuffled(using: &generator)
            for index in groups.indices {
                groups[index].weight = groups[index].weight.map { $0 * factor }
                groups[index].hosts = groups[index].hosts.shuffled(using: &generator).map { host in
                    var host = host
                    host.weight *= factor
                    return host
                }
            }
            if Bool.random(using: &generator) {
                groups[0].hosts[0].weight = UInt32.random(in: 1...12, using: &generator)
            }
            let after = ComparableAssignment(name: "c", groups: groups)
            let found = try SetComparison().compare(AssignmentSet(.mesh, before), AssignmentSet(.mesh, after))
            #expect(found.isEmpty == areSame(before, after), "\(before) \(after)")
        }
    }

    private func areSame(_ left: ComparableAssignment, _ right: ComparableAssignment) -> Bool {
        let (one, two) = (shares(left), shares(right))
        return one.keys == two.keys && one.allSatisfy { abs($0.value - (two[$0.key] ?? 0)) < 1e-9 }
    }

    private func shares(_ assignment: ComparableAssignment) -> [String: Double] {
        var result: [String: Double] = [:]
        for (group, shares) in zip(assignment.groups, HostShares(assignment).ofPriority) {
            for (host, share) in zip(group.hosts, shares) { result[host.address] = share }
        }
        return result
    }
}

import Testing

@testable import NameResolution

@Suite("Cached state of a name")
struct NameCacheEntryTests {
    private static let failure = FamilyOutcome.failed(ResolutionError(code: .timeout, message: "late"))
    private static let refusal = FamilyOutcome.declined(ResolutionError(code: .declined, message: "no"))
    private static let empty = FamilyOutcome.answered(addresses: [], timeToLive: nil)

    private static func found(_ address: String, seconds: Int = 60) -> FamilyOutcome {
        .answered(addresses: [address], timeToLive: .seconds(seconds))
    }

    private func entry() throws -> NameCacheEntry {
        NameCacheEntry(source: .servers(try DNSName("gateway.example")))
    }

    @Test(
        "The refresh interval is the smallest TTL, 30 s to 1 h, and 30 s without records",
        arguments: [
            (found("10.0.0.1", seconds: 60), found("::1", seconds: 90), 60),
            (found("10.0.0.1", seconds: 90), found("::1", seconds: 60), 60),
            (found("10.0.0.1", seconds: 0), empty, 30), (found("10.0.0.1", seconds: 29), empty, 30),
            (found("10.0.0.1", seconds: 31), empty, 31), (found("10.0.0.1", seconds: 3600), empty, 3600),
            (found("10.0.0.1", seconds: 2_147_483_647), empty, 3600), (empty, empty, 30),
        ]
    )
    func clamped(ipv4: FamilyOutcome, ipv6: FamilyOutcome, seconds: Int) throws {
        for policy in [NameResolutionPolicy.standard, .istio130] {
            var entry = try entry()
            let interval = entry.apply(NameLookup(ipv4: ipv4, ipv6: ipv6), at: .zero, policy: policy)
            #expect(interval == .seconds(seconds))
        }
    }

    @Test("The interval is never zero, whatever the policy")
    func pause() throws {
        var policy = NameResolutionPolicy.standard
        policy.firstRetry = .zero
        policy.maximumRetry = .zero
        var entry = try entry()
        #expect(entry.apply(.failing(), at: .zero, policy: policy) == .milliseconds(100))
    }

    struct Story: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let ipv4: FamilyOutcome
        let ipv6: FamilyOutcome
        let standard: [String]
        let istio: [String]
        var state: (standard: HostNameStatus.State, istio: HostNameStatus.State)
    }

    @Test(
        "Addresses are kept or cleared according to the policy",
        arguments: [
            Story(
                testDescription: "both failed",
                ipv4: failure,
                ipv6: failure,
                standard: ["10.0.0.1", "::1"],
                istio: ["10.0.0.1", "::1"],
                state: (.stale, .stale)
            ),
            Story(
                testDescription: "NXDOMAIN or no records",
                ipv4: empty,
                ipv6: empty,
                standard: [],
                istio: [],
                state: (.empty, .empty)
            ),
            Story(
                testDescription: "A failed, AAAA empty",
                ipv4: failure,
                ipv6: empty,
                standard: ["10.0.0.1"],
                istio: [],
                state: (.stale, .failing)
            ),
            Story(
                testDescription: "A failed, AAAA changed",
                ipv4: failure,
                ipv6: found("::2"),
                standard: ["10.0.0.1", "::2"],
                istio: ["::2"],
                state: (.stale, .stale)
            ),
            Story(
                testDescription: "A changed, AAAA failed",
                ipv4: found("10.0.0.2"),
                ipv6: failure,
                standard: ["10.0.0.2", "::1"],
                istio: ["10.0.0.2"],
                state: (.stale, .stale)
            ),
            Story(
                testDescription: "both refused",
                ipv4: refusal,
                ipv6: refusal,
                standard: ["10.0.0.1", "::1"],
                istio: [],
                state: (.stale, .empty)
            ),
            Story(
                testDescription: "one refused, one failed",
                ipv4: refusal,
                ipv6: failure,
                standard: ["10.0.0.1", "::1"],
                istio: [],
                state: (.stale, .failing)
            ),
        ]
    )
    func keeping(_ story: Story) throws {
        let policies = [
            (NameResolutionPolicy.standard, story.standard, story.state.standard),
            (.istio130, story.istio, story.state.istio),
        ]
        for (policy, addresses, state) in policies {
            var entry = try entry()
            _ = entry.apply(
                NameLookup(ipv4: Self.found("10.0.0.1"), ipv6: Self.found("::1")),
                at: .zero,
                policy: policy
            )
            #expect(entry.state == .resolved)
            _ = entry.apply(NameLookup(ipv4: story.ipv4, ipv6: story.ipv6), at: .seconds(60), policy: policy)
            #expect(entry.addresses == addresses)
            #expect(entry.state == state)
        }
    }

    @Test("Retries follow after 1, 2, 4, 8, 16, 30 and 30 s, in the reference's policy every 30 s")
    func retries() throws {
        for (policy, expected) in [
            (NameResolutionPolicy.standard, [1, 2, 4, 8, 16, 30, 30]), (.istio130, [30, 30, 30, 30, 30, 30, 30]),
        ] {
            var entry = try entry()
            let intervals = (0..<7).map { _ in entry.apply(.failing(), at: .zero, policy: policy) }
            #expect(intervals == expected.map { .seconds($0) })
            #expect(entry.consecutiveFailures == 7)
            #expect(entry.state == .failing)
            _ = entry.apply(.found(["10.0.0.1"]), at: .seconds(100), policy: policy)
            #expect(entry.consecutiveFailures == 0 && entry.error == nil && entry.answeredAt == .seconds(100))
            #expect(entry.apply(.failing(), at: .zero, policy: policy) == .seconds(expected[0]))
        }
    }
}

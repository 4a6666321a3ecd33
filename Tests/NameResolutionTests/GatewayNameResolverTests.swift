import Logging
import NIOPosix
import NameResolution
import Testing

@Suite("Gateway name resolver", .timeLimit(.minutes(1)))
struct GatewayNameResolverTests {
    private let clock = ManualClock()
    private static let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }

    private func resolver(_ lookup: any NameLookingUp) -> GatewayNameResolver {
        GatewayNameResolver(lookup: lookup, clock: clock, logger: Self.logger)
    }

    /// Returns the next state that matches; earlier ones may have been skipped.
    private func next(
        _ iterator: inout AsyncStream<ResolvedNames>.Iterator,
        where fits: (ResolvedNames) -> Bool
    ) async throws -> ResolvedNames {
        while let names = await iterator.next(isolation: #isolation) {
            if fits(names) { return names }
        }
        throw ResolutionError(code: .cancelled, message: "expected another state")
    }

    @Test("The resolver looks a name up again when the TTL has passed, and publishes changes")
    func refresh() async throws {
        let lookup = ScriptedLookup([
            "a.example": [.found(["10.0.0.1"], seconds: 5), .found(["10.0.0.1"], seconds: 100), .found(["10.0.0.2"])]
        ])
        let resolver = resolver(lookup)
        var updates = resolver.updates.makeAsyncIterator()
        await resolver.update(names: ["a.example"])
        let first = try await next(&updates) { $0.waiting.isEmpty }
        #expect(first.addresses == ["a.example": ["10.0.0.1"]])
        #expect(first.ages == ["a.example": .zero])
        #expect(first.revision == 1)

        await clock.untilSleeping(until: .seconds(30))
        clock.advance(by: .seconds(30))
        await clock.untilSleeping(until: .seconds(130))
        clock.advance(by: .seconds(100))
        let second = try await next(&updates) { $0.revision == 2 }
        #expect(second.addresses == ["a.example": ["10.0.0.2"]])
        #expect(lookup.names == ["a.example", "a.example", "a.example"])
        await resolver.stop()
    }

    @Test("The resolver keeps the last good addresses while lookups fail, and clears them on an empty answer")
    func failures() async throws {
        let lookup = ScriptedLookup(["a.example": [.found(["10.0.0.1"]), .failing(), .failing(), .nothing]])
        let resolver = resolver(lookup)
        var updates = resolver.updates.makeAsyncIterator()
        await resolver.update(names: ["a.example"])
        _ = try await next(&updates) { $0.revision == 1 }
        await clock.untilSleeping(until: .seconds(60))
        clock.advance(by: .seconds(60))
        let failed = try await next(&updates) { !$0.errors.isEmpty }
        #expect(failed.addresses == ["a.example": ["10.0.0.1"]])
        #expect(failed.ages == ["a.example": .seconds(60)])
        #expect(failed.errors["a.example"]?.code == .timeout)
        #expect(failed.revision == 1)

        await clock.untilSleeping(until: .seconds(61))
        clock.advance(by: .seconds(1))
        await clock.untilSleeping(until: .seconds(63))
        let status = try #require(await resolver.snapshot().first)
        #expect(status.state == .stale)
        #expect(status.consecutiveFailures == 2)
        #expect(status.nextLookup == .seconds(2))
        clock.advance(by: .seconds(2))
        let cleared = try await next(&updates) { $0.revision == 2 }
        #expect(cleared.addresses == ["a.example": []])
        #expect(cleared.errors == [:])
        await resolver.stop()
    }

    @Test("The resolver cancels lookups and timers of removed names")
    func nameChanges() async throws {
        let lookup = ScriptedLookup(["a.example": [.found(["10.0.0.1"])], "c.example": [.found(["10.0.0.3"])]])
        let resolver = resolver(lookup)
        var updates = resolver.updates.makeAsyncIterator()
        await resolver.update(names: ["a.example", "b.example"])
        _ = try await next(&updates) { $0.waiting == ["b.example"] }
        await clock.untilSleeping(until: .seconds(60))
        clock.advance(by: .seconds(10))
        await resolver.update(names: ["c.example"])
        let names = try await next(&updates) { $0.addresses.keys.contains("c.example") }
        #expect(names.addresses == ["c.example": ["10.0.0.3"]])
        await clock.untilSleeping(until: .seconds(70))
        await resolver.stop()
        #expect(lookup.cancellations == (lookup.names.contains("b.example") ? 1 : 0))
    }

    @Test("After stop() no task of the resolver is running")
    func stop() async throws {
        let lookup = ScriptedLookup(["a.example": [.found(["10.0.0.1"])]])
        let resolver = resolver(lookup)
        var updates = resolver.updates.makeAsyncIterator()
        await resolver.update(names: ["a.example", "b.example"])
        _ = try await next(&updates) { $0.waiting == ["b.example"] }
        await clock.untilSleeping(until: .seconds(60))
        await resolver.stop()
        #expect(clock.deadlines == [])
        #expect(lookup.cancellations == (lookup.names.contains("b.example") ? 1 : 0))
        // Ends after the states that may not have been read yet.
        while await updates.next(isolation: #isolation) != nil {}
        await resolver.update(names: ["c.example"])
        await resolver.stop()
        #expect(await resolver.snapshot() == [])
        #expect(!lookup.names.contains("c.example"))
    }

    @Test("With pinned answers no query is sent")
    func pinned() async throws {
        let resolver = GatewayNameResolver(
            pinned: ["a.example": ["10.0.0.9", "10.0.0.10", "10.0.0.9"], "unused.example": ["10.0.0.1"]],
            logger: Self.logger
        )
        var updates = resolver.updates.makeAsyncIterator()
        await resolver.update(names: ["a.example", "b.example"])
        let names = try await next(&updates) { _ in true }
        #expect(names.addresses == ["a.example": ["10.0.0.10", "10.0.0.9"], "b.example": []])
        #expect(names.errors.mapValues(\.code) == ["b.example": .notPinned])
        #expect(names.ages == [:] && names.waiting == [])
        #expect(await resolver.snapshot().map(\.state) == [.pinned, .invalid])
        await resolver.stop()
    }

    @Test("With real sockets an answer is used, SERVFAIL keeps it, and NXDOMAIN clears it")
    func sockets() async throws {
        let script: ScriptedDNSServer.Script = { query in
            // The server's answer depends on the clock that the test moves.
            switch clock.now.offset {
            case .zero:
                let records = query.family == .ipv4 ? [try? ipv4("a.example", 0x0A00_0001, seconds: 1)] : []
                return [.send(query.reply(records.compactMap(\.self)))]
            case .seconds(30): return [.send(query.reply(code: .serverFailure))]
            default: return [.send(query.reply(code: .nameError))]
            }
        }
        try await withServers([script]) { client, _ in
            let resolver = resolver(client)
            var updates = resolver.updates.makeAsyncIterator()
            await resolver.update(names: ["a.example"])
            let found = try await next(&updates) { $0.waiting.isEmpty }
            #expect(found.addresses == ["a.example": ["10.0.0.1"]])
            await clock.untilSleeping(until: .seconds(30))
            clock.advance(by: .seconds(30))
            let kept = try await next(&updates) { !$0.errors.isEmpty }
            #expect(kept.addresses == ["a.example": ["10.0.0.1"]])
            #expect(kept.errors["a.example"]?.code == .serverFailure)
            await clock.untilSleeping(until: .seconds(31))
            clock.advance(by: .seconds(1))
            let cleared = try await next(&updates) { $0.errors.isEmpty }
            #expect(cleared.addresses == ["a.example": []])
            await resolver.stop()
        }
    }
}

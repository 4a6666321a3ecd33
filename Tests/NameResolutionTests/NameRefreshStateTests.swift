import Testing

@testable import NameResolution

@Suite("Schedule of name lookups")
struct NameRefreshStateTests {
    private typealias Ticket = NameRefreshState.Ticket
    private typealias Action = NameRefreshState.Action

    private func query(_ name: String, _ serial: UInt64) throws -> Action {
        .query(Ticket(name: name, serial: serial), try DNSName(name))
    }

    @Test("New names are looked up in order, and removed ones are dropped")
    func nameChanges() throws {
        var state = NameRefreshState(policy: .standard)
        #expect(
            state.update(["b.example", "a.example"], at: .zero)
                == [try query("a.example", 0), try query("b.example", 1), .publish]
        )
        #expect(state.update(["b.example", "a.example"], at: .zero) == [])
        #expect(
            state.update(["c.example", "a.example"], at: .zero)
                == [.cancel(Ticket(name: "b.example", serial: 1)), try query("c.example", 2), .publish]
        )
        #expect(state.resolvedNames(at: .zero).waiting == ["a.example", "c.example"])
        // The cancelled lookup returns an answer all the same.
        let late = state.answered(Ticket(name: "b.example", serial: 1), with: .found(["10.0.0.1"]), at: .zero)
        #expect(late == [])
    }

    @Test("A late answer is ignored for a name that was removed and added again")
    func lateAnswer() throws {
        var state = NameRefreshState(policy: .standard)
        _ = state.update(["a.example"], at: .zero)
        _ = state.update([], at: .zero)
        #expect(state.update(["a.example"], at: .zero) == [try query("a.example", 1), .publish])
        #expect(state.answered(Ticket(name: "a.example", serial: 0), with: .found(["10.0.0.1"]), at: .zero) == [])
        #expect(state.resolvedNames(at: .zero).addresses == [:])
    }

    @Test("Only changes are published, and changes of addresses are counted")
    func publishing() throws {
        var state = NameRefreshState(policy: .standard)
        let ticket = Ticket(name: "a.example", serial: 0)
        _ = state.update(["a.example"], at: .zero)
        var now = Duration.zero
        func next(_ lookup: NameLookup) -> (publishes: Bool, revision: UInt64) {
            let actions = state.answered(ticket, with: lookup, at: now)
            guard case .schedule(ticket, let instant)? = actions.first else { return (false, .max) }
            now = instant
            _ = state.due(ticket, at: now)
            return (actions.contains(.publish), state.resolvedNames(at: now).revision)
        }
        #expect(next(.found(["10.0.0.1"])) == (true, 1))
        #expect(next(.found(["10.0.0.1"], seconds: 90)) == (false, 1))
        #expect(next(.failing()) == (true, 1))
        #expect(next(.failing()) == (false, 1))
        #expect(next(.failing(code: .serverFailure)) == (true, 1))
        #expect(next(.found(["10.0.0.1"])) == (true, 1))
        #expect(next(.found(["10.0.0.2"])) == (true, 2))
        #expect(next(.nothing) == (true, 3))
        #expect(state.resolvedNames(at: now).addresses == ["a.example": []])
    }

    @Test("The number of simultaneous lookups is limited, and further ones follow in turn")
    func limit() throws {
        var policy = NameResolutionPolicy.standard
        policy.maximumLookups = 2
        var state = NameRefreshState(policy: policy)
        let names = ["a.example", "b.example", "c.example", "d.example"]
        #expect(state.update(Set(names), at: .zero) == [try query(names[0], 0), try query(names[1], 1), .publish])
        let first = Ticket(name: names[0], serial: 0)
        #expect(
            state.answered(first, with: .nothing, at: .zero)
                == [.schedule(first, at: .seconds(30)), try query(names[2], 2), .publish]
        )
        // A removed name makes room as well.
        #expect(
            state.update(Set(names.dropFirst(2)), at: .zero)
                == [.cancel(first), .cancel(Ticket(name: names[1], serial: 1)), try query(names[3], 3), .publish]
        )
    }

    @Test("Nothing happens before the scheduled time")
    func early() throws {
        var state = NameRefreshState(policy: .standard)
        let ticket = Ticket(name: "a.example", serial: 0)
        _ = state.update(["a.example"], at: .zero)
        _ = state.answered(ticket, with: .nothing, at: .zero)
        #expect(state.due(ticket, at: .seconds(29)) == [])
        #expect(state.due(ticket, at: .seconds(30)) == [try query("a.example", 0)])
        #expect(state.due(ticket, at: .seconds(31)) == [])
    }

    @Test("Text that is not a host name gets an error without a query, and an address is its own answer")
    func notNames() throws {
        var state = NameRefreshState(policy: .standard)
        #expect(state.update(["not a name", "10.0.0.1", "2001:db8::1"], at: .zero) == [.publish])
        let resolved = state.resolvedNames(at: .zero)
        #expect(
            resolved.addresses == ["not a name": [], "10.0.0.1": ["10.0.0.1"], "2001:db8::1": ["2001:db8::1"]]
        )
        #expect(resolved.errors.mapValues(\.code) == ["not a name": .invalidName])
        #expect(resolved.waiting == [])
        #expect(state.statuses(at: .zero).map(\.state) == [.pinned, .pinned, .invalid])
    }

    @Test("Statuses contain ages and the next lookup")
    func statuses() throws {
        var state = NameRefreshState(policy: .standard)
        let ticket = Ticket(name: "a.example", serial: 0)
        _ = state.update(["a.example", "b.example"], at: .zero)
        _ = state.answered(ticket, with: .found(["10.0.0.1"], seconds: 100), at: .seconds(5))
        let statuses = state.statuses(at: .seconds(25))
        #expect(statuses.map(\.name) == ["a.example", "b.example"])
        #expect(statuses.map(\.state) == [.resolved, .waiting])
        #expect(statuses.map(\.age) == [.seconds(20), nil])
        #expect(statuses.map(\.nextLookup) == [.seconds(80), nil])
        #expect(statuses.map(\.refreshInterval) == [.seconds(100), nil])
        #expect(state.resolvedNames(at: .seconds(25)).ages == ["a.example": .seconds(20)])
    }

    @Test("Stopping cancels everything")
    func stop() throws {
        var state = NameRefreshState(policy: .standard)
        _ = state.update(["a.example", "b.example"], at: .zero)
        let scheduled = Ticket(name: "a.example", serial: 0)
        _ = state.answered(scheduled, with: .nothing, at: .zero)
        #expect(state.stop() == [.cancel(scheduled), .cancel(Ticket(name: "b.example", serial: 1))])
        #expect(state.due(scheduled, at: .seconds(30)) == [])
    }
}

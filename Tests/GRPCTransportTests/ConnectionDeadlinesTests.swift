import NIOCore
import Testing

@testable import GRPCTransport

@Suite("Connection deadlines")
struct ConnectionDeadlinesTests {
    private let start = NIODeadline.uptimeNanoseconds(1_000_000_000)

    private func make() -> ConnectionDeadlines {
        ConnectionDeadlines(
            limits: .init(
                firstRequest: .seconds(10),
                message: .seconds(10),
                writeStall: .seconds(60),
                keepaliveInterval: .seconds(30),
                keepaliveTimeout: .seconds(20)
            ),
            openedAt: start
        )
    }

    private func expect(
        _ actions: [ConnectionDeadlines.Action],
        from deadlines: inout ConnectionDeadlines,
        at now: NIODeadline,
        sourceLocation: SourceLocation = #_sourceLocation
    ) {
        let due = deadlines.actions(at: now)
        #expect(due == actions, sourceLocation: sourceLocation)
    }

    @Test("A connection without a request is closed at its deadline")
    func firstRequest() {
        var deadlines = make()
        #expect(deadlines.nextDeadline == start + .seconds(10))
        expect([], from: &deadlines, at: start + .seconds(9))
        expect([.close(.noRequest)], from: &deadlines, at: start + .seconds(10))
    }

    @Test("A silent peer gets a PING, and its connection is closed without an answer")
    func keepalive() {
        var deadlines = make()
        deadlines.receivedRequest()
        #expect(deadlines.nextDeadline == start + .seconds(30))
        deadlines.receivedBytes(at: start + .seconds(5))
        expect([], from: &deadlines, at: start + .seconds(30))
        expect([.sendPing], from: &deadlines, at: start + .seconds(35))
        #expect(deadlines.nextDeadline == start + .seconds(55))
        expect([], from: &deadlines, at: start + .seconds(54))
        expect([.close(.keepaliveTimeout)], from: &deadlines, at: start + .seconds(55))
    }

    @Test("Any received byte counts as an answer to a PING")
    func keepaliveAnswered() {
        var deadlines = make()
        deadlines.receivedRequest()
        expect([.sendPing], from: &deadlines, at: start + .seconds(30))
        deadlines.receivedBytes(at: start + .seconds(31))
        #expect(deadlines.nextDeadline == start + .seconds(61))
        expect([], from: &deadlines, at: start + .seconds(50))
    }

    @Test("Only streams without a message expire")
    func firstMessage() {
        var deadlines = make()
        deadlines.receivedRequest()
        deadlines.streamAwaitsMessage(1, at: start)
        deadlines.streamAwaitsMessage(3, at: start + .seconds(1))
        deadlines.streamAwaitsMessage(5, at: start + .seconds(2))
        deadlines.streamSettled(1)
        #expect(deadlines.nextDeadline == start + .seconds(11))
        deadlines.streamSettled(5)
        expect([.expireStream(3)], from: &deadlines, at: start + .seconds(12))
        #expect(deadlines.nextDeadline == start + .seconds(30))
    }

    @Test("A connection whose socket accepts no bytes is closed")
    func blockedSocket() {
        var deadlines = make()
        deadlines.receivedRequest()
        deadlines.wrote(socketBlocked: true, queuedBytes: 0, at: start)
        deadlines.wrote(socketBlocked: true, queuedBytes: 0, at: start + .seconds(50))
        deadlines.receivedBytes(at: start + .seconds(59))
        expect([.close(.writeStall)], from: &deadlines, at: start + .seconds(60))
    }

    @Test("A blocked socket that becomes writable again is no longer timed")
    func freedSocket() {
        var deadlines = make()
        deadlines.receivedRequest()
        deadlines.wrote(socketBlocked: true, queuedBytes: 0, at: start)
        deadlines.wrote(socketBlocked: false, queuedBytes: 0, at: start + .seconds(1))
        deadlines.receivedBytes(at: start + .seconds(59))
        expect([], from: &deadlines, at: start + .seconds(61))
    }

    @Test("Queues are checked while bytes are queued")
    func queues() {
        var deadlines = make()
        deadlines.receivedRequest()
        deadlines.wrote(socketBlocked: false, queuedBytes: 10, at: start)
        expect([.checkStreamsUnmoved(since: start - .seconds(45))], from: &deadlines, at: start + .seconds(15))
        deadlines.wrote(socketBlocked: false, queuedBytes: 0, at: start + .seconds(16))
        deadlines.receivedBytes(at: start + .seconds(29))
        expect([], from: &deadlines, at: start + .seconds(40))
    }
}

@Suite("PING policy")
struct PingPolicyTests {
    private let start = NIODeadline.uptimeNanoseconds(1_000_000_000)

    @Test("A flood of PINGs ends the connection after the permitted strikes")
    func flood() {
        var policy = PingPolicy(minInterval: .seconds(5), maxStrikes: 2)
        let answers = (0..<4).map { policy.receivedPing(at: start + .seconds($0)) }
        #expect(answers == [true, true, true, false])
    }

    @Test("PINGs are permitted at the interval and after traffic")
    func permitted() {
        var policy = PingPolicy(minInterval: .seconds(5), maxStrikes: 0)
        var answers = [policy.receivedPing(at: start), policy.receivedPing(at: start + .seconds(5))]
        policy.sentStreamFrame()
        answers.append(policy.receivedPing(at: start + .seconds(6)))
        answers.append(policy.receivedPing(at: start + .seconds(7)))
        #expect(answers == [true, true, true, false])
    }
}

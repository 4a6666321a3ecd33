internal import NIOConcurrencyHelpers
public import NIOCore

/// The open connections of a server.
///
/// Each event loop has its own table, accessed only on that loop, so opening and closing connections takes no lock
/// except the counter's, and an operation on all connections is one task for each loop.
public final class ConnectionRegistry: Sendable {
    /// The end of all connections, including those that are accepted but not yet registered.
    enum Ending: Sendable {
        case drain(GRPCDrainPlan)
        case close
    }

    private struct State {
        var open = 0
        var nextID: UInt64 = 1
        var ending: Ending?
        var waiters: [EventLoopPromise<Void>] = []
    }

    /// The connections of one event loop.
    private struct Table {
        var connections: [UInt64: any ServerConnection] = [:]
        /// The connections whose protocol is not known yet.
        var pending: [UInt64: any PendingConnection] = [:]
    }

    private typealias Shard = NIOLoopBoundBox<Table>

    private let shards: [ObjectIdentifier: Shard]
    private let loops: [any EventLoop]
    private let state = NIOLockedValueBox(State())
    /// The received bytes that the connections hold.
    let inbound: InboundMemory

    init(group: any EventLoopGroup, maximumInboundBytes: Int = .max) {
        inbound = InboundMemory(maximumBytes: maximumInboundBytes)
        var loops: [any EventLoop] = []
        for loop in group.makeIterator() {
            loops.append(loop)
        }
        self.loops = loops
        var shards: [ObjectIdentifier: Shard] = [:]
        for loop in loops {
            shards[ObjectIdentifier(loop)] = Shard.makeBoxSendingValue(Table(), eventLoop: loop)
        }
        self.shards = shards
    }

    /// The number of open connections, including those whose protocol is not known yet.
    public var count: Int { state.withLockedValue { $0.open } }

    /// Runs a closure for every connection, on its event loop, ordered by connection number within a loop.
    ///
    /// Connections that open meanwhile may be omitted.
    ///
    /// - Parameter done: called once, on one of the event loops, after the closure ran for all connections.
    public func runOnEach(
        _ body: @escaping @Sendable (any ServerConnection) -> Void,
        then done: (@Sendable () -> Void)? = nil
    ) {
        let left = done.map { _ in NIOLockedValueBox(loops.count) }
        for loop in loops {
            guard let shard = shards[ObjectIdentifier(loop)] else { continue }
            loop.execute {
                Self.run(body, on: shard.value.connections.values.sorted { $0.id < $1.id }[...], loop) {
                    let isLast = left?.withLockedValue { left in
                        left -= 1
                        return left == 0
                    }
                    if isLast == true { done?() }
                }
            }
        }
    }

    /// Runs one connection per event-loop task, so that its writes are flushed before the next connection is processed.
    private static func run(
        _ body: @escaping @Sendable (any ServerConnection) -> Void,
        on connections: ArraySlice<any ServerConnection>,
        _ loop: any EventLoop,
        then done: @escaping @Sendable () -> Void
    ) {
        guard let first = connections.first else { return done() }
        body(first)
        guard connections.count > 1 else { return done() }
        loop.assumeIsolated().execute { run(body, on: connections.dropFirst(), loop, then: done) }
    }

    /// Counts the open streams, each connection on its own event loop (XP-O4).
    public func countStreams() async throws -> Int {
        var count = 0
        for loop in loops {
            guard let shard = shards[ObjectIdentifier(loop)] else { continue }
            count += try await loop.submit { shard.value.connections.values.reduce(0) { $0 + $1.streamCount } }.get()
        }
        return count
    }

    /// Collects values from every connection on its own event loop, ordered by connection number (XP-O3).
    ///
    /// - Parameter limit: the number of values after which an event loop stops collecting; the total may be larger.
    public func collect<Value: Sendable>(
        on loop: any EventLoop,
        atMost limit: Int = .max,
        _ body: @escaping @Sendable (any ServerConnection) -> [Value]
    ) -> EventLoopFuture<[Value]> {
        let parts = loops.compactMap { part -> EventLoopFuture<[(UInt64, [Value])]>? in
            guard let shard = shards[ObjectIdentifier(part)] else { return nil }
            return part.submit { Self.answers(of: shard.value.connections.values, atMost: limit, body) }
        }
        return EventLoopFuture.whenAllSucceed(parts, on: loop).map { parts in
            parts.joined().sorted { $0.0 < $1.0 }.flatMap(\.1)
        }
    }

    private static func answers<Value>(
        of connections: some Sequence<any ServerConnection>,
        atMost limit: Int,
        _ body: (any ServerConnection) -> [Value]
    ) -> [(UInt64, [Value])] {
        var answers: [(UInt64, [Value])] = []
        var count = 0
        for connection in connections.sorted(by: { $0.id < $1.id }) where count < limit {
            let answer = body(connection)
            count += answer.count
            answers.append((connection.id, answer))
        }
        return answers
    }

    /// The event loops of the connections.
    public var eventLoops: [any EventLoop] { loops }

    /// Returns a number for a new connection.
    func nextID() -> UInt64 {
        state.withLockedValue { state in
            defer { state.nextID += 1 }
            return state.nextID
        }
    }

    func add(_ connection: any ServerConnection, on loop: any EventLoop) {
        guard let shard = shards[ObjectIdentifier(loop)] else { return }
        guard shard.value.connections.updateValue(connection, forKey: connection.id) == nil else { return }
        if let ending = countOpened() {
            loop.assumeIsolated().execute { connection.end(ending) }
        }
    }

    func remove(_ connection: any ServerConnection, on loop: any EventLoop) {
        guard shards[ObjectIdentifier(loop)]?.value.connections.removeValue(forKey: connection.id) != nil else {
            return
        }
        countClosed()
    }

    /// Adds a connection that is not ready yet, or replaces its previous stage.
    func add(_ pending: any PendingConnection, on loop: any EventLoop) {
        guard let shard = shards[ObjectIdentifier(loop)] else { return }
        guard shard.value.pending.updateValue(pending, forKey: pending.id) == nil else { return }
        if countOpened() != nil {
            loop.assumeIsolated().execute { pending.closeNow() }
        }
    }

    func remove(_ pending: any PendingConnection, on loop: any EventLoop) {
        guard let shard = shards[ObjectIdentifier(loop)], shard.value.pending[pending.id] === pending else { return }
        shard.value.pending[pending.id] = nil
        countClosed()
    }

    /// Counts a connection and returns the ending, if all connections must end.
    private func countOpened() -> Ending? {
        state.withLockedValue { state in
            state.open += 1
            return state.ending
        }
    }

    private func countClosed() {
        let waiters = state.withLockedValue { state in
            state.open -= 1
            guard state.open == 0 else { return [EventLoopPromise<Void>]() }
            defer { state.waiters = [] }
            return state.waiters
        }
        for waiter in waiters {
            waiter.succeed()
        }
    }

    /// Ends every connection, now and as soon as it is registered.
    func endAll(_ ending: Ending) {
        state.withLockedValue { $0.ending = ending }
        runOnEach { $0.end(ending) }
        // Nothing was served on these connections yet, so they need no drain.
        for loop in loops {
            guard let shard = shards[ObjectIdentifier(loop)] else { continue }
            loop.execute {
                for connection in shard.value.pending.values.sorted(by: { $0.id < $1.id }) {
                    connection.closeNow()
                }
            }
        }
    }

    /// Completes when no connection is open.
    func whenEmpty(on loop: any EventLoop) -> EventLoopFuture<Void> {
        let promise = loop.makePromise(of: Void.self)
        let isEmpty = state.withLockedValue { state in
            if state.open > 0 {
                state.waiters.append(promise)
            }
            return state.open == 0
        }
        if isEmpty {
            promise.succeed()
        }
        return promise.futureResult
    }
}

/// A connection that is accepted but not ready for requests yet.
protocol PendingConnection: AnyObject {
    /// The number of the connection, unique in the process.
    var id: UInt64 { get }
    /// Closes the socket at once.
    func closeNow()
}

extension ServerConnection {
    fileprivate func end(_ ending: ConnectionRegistry.Ending) {
        switch ending {
        case .drain(let plan): beginDrain(plan)
        case .close: closeNow()
        }
    }
}

internal import Logging
internal import NIOCore

/// The timers that end a connection, even if it is busy.
struct ConnectionLifetime {
    var ageLimit: Scheduled<Void>?
    /// The timer for the expiry of the peer's certificate.
    var identityExpiry: Scheduled<Void>?

    mutating func cancel() {
        ageLimit?.cancel()
        identityExpiry?.cancel()
        self = ConnectionLifetime()
    }
}

/// A connection with a limited lifetime.
protocol LimitedConnection: ServerConnection, ChannelHandler {
    var configuration: GRPCServerConfiguration { get }
    var logger: Logger { get }
    var lifetime: ConnectionLifetime { get set }
}

/// Longer than any connection lives, and far below the largest deadline that can be represented.
private let longestWatch = TimeAmount.hours(24 * 365)

extension LimitedConnection {
    /// Drains the connection when it reaches its maximum age (XP-H53).
    ///
    /// The age varies by up to a tenth, so that connections that were opened together do not end together.
    func limitAge() {
        guard let channel, let age = configuration.age.limit else { return }
        let tenth = age.nanoseconds / 10
        let limit = TimeAmount.nanoseconds(age.nanoseconds + Int64.random(in: -tenth...tenth))
        lifetime.ageLimit = channel.eventLoop.assumeIsolated().scheduleTask(in: limit) {
            let grace = self.configuration.age.grace
            var plan = GRPCDrainPlan()
            plan.status = GRPCStatus(.unavailable, "the connection reached its maximum age")
            plan.spread = grace
            plan.deadline = plan.noticeTime + grace + .seconds(5)
            self.beginDrain(plan)
        }
    }

    /// Ends the connection gracefully once the peer's certificate has expired, so that the client reconnects with a
    /// newer one.
    ///
    /// Envoy never disconnects by itself: without this timer, a client that was accepted once would be served forever
    /// (XP-O8).
    func endWhenIdentityExpires(in seconds: Int) {
        guard let channel, Int64(seconds) < longestWatch.nanoseconds / 1_000_000_000 else { return }
        lifetime.identityExpiry?.cancel()
        lifetime.identityExpiry = channel.eventLoop.assumeIsolated().scheduleTask(in: .seconds(Int64(max(0, seconds))))
        {
            self.logger.info("client certificate expired; ending its streams")
            var plan = GRPCDrainPlan()
            plan.status = GRPCStatus(.unauthenticated, "the client certificate has expired")
            self.beginDrain(plan)
        }
    }
}

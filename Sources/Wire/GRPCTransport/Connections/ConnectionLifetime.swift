internal import Logging
internal import NIOCore

/// The timers that end a connection however busy it is.
struct ConnectionLifetime {
    var ageLimit: Scheduled<Void>?
    /// The end of the time for which the peer's certificate is valid.
    var identityExpiry: Scheduled<Void>?

    mutating func cancel() {
        ageLimit?.cancel()
        identityExpiry?.cancel()
        self = ConnectionLifetime()
    }
}

/// A connection whose time is limited.
protocol LimitedConnection: ServerConnection, ChannelHandler {
    var configuration: GRPCServerConfiguration { get }
    var logger: Logger { get }
    var lifetime: ConnectionLifetime { get set }
}

/// Longer than any connection lives, and far from the end of what a deadline can say.
private let longestWatch = TimeAmount.hours(24 * 365)

extension LimitedConnection {
    /// Drains the connection at its age (XP-H53).
    ///
    /// The age differs by up to a tenth, so that connections that were opened together do not end together.
    func limitAge() {
        guard let channel, let age = configuration.maxConnectionAge else { return }
        let tenth = age.nanoseconds / 10
        let limit = TimeAmount.nanoseconds(age.nanoseconds + Int64.random(in: -tenth...tenth))
        lifetime.ageLimit = channel.eventLoop.assumeIsolated().scheduleTask(in: limit) {
            let grace = self.configuration.maxConnectionAgeGrace
            var plan = GRPCDrainPlan()
            plan.status = GRPCStatus(.unavailable, "the connection has reached its age")
            plan.spread = grace
            plan.deadline = plan.noticeTime + grace + .seconds(5)
            self.beginDrain(plan)
        }
    }

    /// Ends the connection gracefully once the peer's certificate has expired, so that it comes back with a newer one.
    ///
    /// Envoy never leaves by itself: without this, who was let in once would be served for ever (XP-O8).
    func endWhenIdentityExpires(in seconds: Int) {
        guard let channel, Int64(seconds) < longestWatch.nanoseconds / 1_000_000_000 else { return }
        lifetime.identityExpiry?.cancel()
        lifetime.identityExpiry = channel.eventLoop.assumeIsolated().scheduleTask(in: .seconds(Int64(max(0, seconds))))
        {
            self.logger.info("the client's certificate has expired: ending its streams")
            var plan = GRPCDrainPlan()
            plan.status = GRPCStatus(.unauthenticated, "the client certificate has expired")
            self.beginDrain(plan)
        }
    }
}

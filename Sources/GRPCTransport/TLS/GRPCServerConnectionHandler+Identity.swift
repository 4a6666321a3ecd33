internal import Logging
internal import NIOCore

extension GRPCServerConnectionHandler {
    /// Longer than any connection lives, and far from the end of what a deadline can say.
    private static let longestWatch = TimeAmount.hours(24 * 365)

    /// Ends the connection gracefully once the peer's certificate has expired, so that it comes back with a newer one.
    ///
    /// Envoy never leaves by itself: without this, who was let in once would be served for ever (O-8).
    func endWhenIdentityExpires(in seconds: Int) {
        guard let channel, Int64(seconds) < Self.longestWatch.nanoseconds / 1_000_000_000 else { return }
        identityExpiry?.cancel()
        identityExpiry = channel.eventLoop.assumeIsolated().scheduleTask(in: .seconds(Int64(max(0, seconds)))) {
            self.logger.info("the client's certificate has expired: ending its streams")
            var plan = GRPCDrainPlan()
            plan.status = GRPCStatus(.unauthenticated, "the client certificate has expired")
            self.beginDrain(plan)
        }
    }
}

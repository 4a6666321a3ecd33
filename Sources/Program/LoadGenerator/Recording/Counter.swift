/// The things that are counted.
public enum Counter: String, CaseIterable, Hashable, Sendable {
    /// Connections opened.
    case connections
    /// Connections that could not be opened.
    case connectionFailures = "connection_failures"
    /// Streams opened.
    case streams
    /// Streams opened again after they ended, as Envoy does.
    case streamsReopened = "streams_reopened"
    /// Streams that ended before the run did.
    case streamFailures = "stream_failures"
    /// Names subscribed to, over all streams.
    case subscriptions
    /// Requests sent, acknowledgements among them.
    case requests
    /// Responses received.
    case responses
    /// Responses after the stream's first.
    case pushes
    /// Assignments received.
    case assignments
    /// Assignments received with the content that the client had.
    case repeatedAssignments = "repeated_assignments"
    /// Names that a response said do not exist.
    case removedNames = "removed_names"
    /// Responses accepted.
    case acks
    /// Responses rejected.
    case nacks
    /// Responses that were none; the stream is reset.
    case brokenResponses = "broken_responses"
    /// Bytes of messages received, in bytes with their prefixes.
    case bytesReceived = "bytes_received"
    /// Bytes of messages received after the stream's first.
    case pushedBytes = "pushed_bytes"
    /// Bytes of messages sent, in bytes with their prefixes.
    case bytesSent = "bytes_sent"
    /// Changes in the schedule, those of the warm-up too.
    case changesPlanned = "changes_planned"
    /// Changes made.
    case changesMade = "changes_made"
    /// Changes that could not be made.
    case changesFailed = "changes_failed"
    /// Changes whose time had not come when the run was ended.
    case changesDropped = "changes_dropped"
    /// Pairs of a measured change and a subscription that is to see it.
    case receiptsExpected = "receipts_expected"
    /// Those that came.
    case receipts
    /// Those that did not.
    case receiptsMissed = "receipts_missed"
    /// Measured changes that reached every subscription.
    case fanOutsComplete = "fan_outs_complete"
    /// Subscriptions that hold the last state of their service when the run ends.
    case subscriptionsUpToDate = "subscriptions_up_to_date"
    /// Subscriptions without any assignment when the run ends.
    case subscriptionsUnanswered = "subscriptions_unanswered"
    /// First assignments and receipts that took longer than the stall time, or never came.
    case stalls

    /// Whether it counts bytes.
    var isBytes: Bool { self == .bytesReceived || self == .bytesSent || self == .pushedBytes }
}

/// The counters of a run.
public enum Counter: String, CaseIterable, Hashable, Sendable {
    /// Connections opened.
    case connections
    /// Connections that could not be opened.
    case connectionFailures = "connection_failures"
    /// Streams opened.
    case streams
    /// Streams reopened after they ended, as in Envoy.
    case streamsReopened = "streams_reopened"
    /// Streams that ended before the run did.
    case streamFailures = "stream_failures"
    /// Names subscribed to, over all streams.
    case subscriptions
    /// Requests sent, including acknowledgements.
    case requests
    /// Responses received.
    case responses
    /// Responses after the stream's first.
    case pushes
    /// Assignments received.
    case assignments
    /// Assignments received with unchanged content.
    case repeatedAssignments = "repeated_assignments"
    /// Names removed by responses.
    case removedNames = "removed_names"
    /// Responses accepted.
    case acks
    /// Responses rejected.
    case nacks
    /// Invalid responses; the stream is reset.
    case brokenResponses = "broken_responses"
    /// Bytes of messages received, in bytes with their prefixes.
    case bytesReceived = "bytes_received"
    /// Bytes of messages received after the stream's first.
    case pushedBytes = "pushed_bytes"
    /// Bytes of messages sent, in bytes with their prefixes.
    case bytesSent = "bytes_sent"
    /// Changes in the schedule, including the warm-up.
    case changesPlanned = "changes_planned"
    /// Changes made.
    case changesMade = "changes_made"
    /// Changes that could not be made.
    case changesFailed = "changes_failed"
    /// Changes whose time had not come when the run ended.
    case changesDropped = "changes_dropped"
    /// Pairs of a measured change and a subscription that should receive it.
    case receiptsExpected = "receipts_expected"
    /// Receipts of measured changes.
    case receipts
    /// Missing receipts of measured changes.
    case receiptsMissed = "receipts_missed"
    /// Measured changes that reached every subscription.
    case fanOutsComplete = "fan_outs_complete"
    /// Subscriptions with the last state of their service at the end of the run.
    case subscriptionsUpToDate = "subscriptions_up_to_date"
    /// Subscriptions without any assignment at the end of the run.
    case subscriptionsUnanswered = "subscriptions_unanswered"
    /// First assignments and receipts that took longer than the stall time, or are missing.
    case stalls

    /// A Boolean value that indicates whether it counts bytes.
    var isBytes: Bool { self == .bytesReceived || self == .bytesSent || self == .pushedBytes }
}

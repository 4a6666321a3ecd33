internal import DiscoveryProtocol

/// The service and the variant with which a client requests its endpoints.
public enum StreamProtocol: String, CaseIterable, Sendable {
    /// StreamEndpoints.
    case endpoints = "eds-sotw"
    /// DeltaEndpoints.
    case endpointsDelta = "eds-delta"
    /// StreamAggregatedResources.
    case aggregated = "ads-sotw"
    /// DeltaAggregatedResources.
    case aggregatedDelta = "ads-delta"
    /// A REST request that waits for a change.
    case poll = "rest-poll"

    /// The index among all cases.
    var index: Int {
        switch self {
        case .endpoints: 0
        case .endpointsDelta: 1
        case .aggregated: 2
        case .aggregatedDelta: 3
        case .poll: 4
        }
    }
}

/// The reason that a response is sent.
enum PushReason: Int, CaseIterable, Sendable {
    /// The first request for names by a client without resources.
    case first
    /// The first request of a client that reconnected with resources.
    case reconnect
    /// A request for more names.
    case names
    /// A repeated request for the same names.
    case refresh
    /// A change of the mesh.
    case change
    /// The newest content for a slow client, without further waiting.
    case slow
    /// A request of the operator.
    case requested

    /// The label in metrics.
    var label: String {
        switch self {
        case .first: "first"
        case .reconnect: "reconnect"
        case .names: "names"
        case .refresh: "refresh"
        case .change: "change"
        case .slow: "slow"
        case .requested: "requested"
        }
    }
}

extension PushReason {
    /// Makes the reason from the outcome of a request.
    init(_ outcome: RequestOutcome, knowsVersions: Bool) {
        switch outcome.verdict {
        case .subscription: self = knowsVersions ? .reconnect : .first
        case .refresh where outcome.added.isEmpty: self = .refresh
        case .acknowledged, .rejected, .refresh, .stale, .staleRejection, .refused: self = .names
        }
    }
}

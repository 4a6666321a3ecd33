internal import DiscoveryProtocol

/// The service and the form in which a client asks for its endpoints.
public enum StreamProtocol: String, CaseIterable, Sendable {
    /// StreamEndpoints.
    case endpoints = "eds-sotw"
    /// DeltaEndpoints.
    case endpointsDelta = "eds-delta"
    /// StreamAggregatedResources.
    case aggregated = "ads-sotw"
    /// DeltaAggregatedResources.
    case aggregatedDelta = "ads-delta"
    /// A REST request that is held until there is something new.
    case poll = "rest-poll"

    /// Its place among all.
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

/// Why a response is sent.
enum PushReason: Int, CaseIterable, Sendable {
    /// A client asks for names for the first time, and has nothing.
    case first
    /// A client that has something from before is back.
    case reconnect
    /// A client asks for more names.
    case names
    /// A client asks again for what it has.
    case refresh
    /// The mesh changed.
    case change
    /// The client is slow, and is sent the newest without waiting any longer.
    case slow

    /// What the metric says.
    var label: String {
        switch self {
        case .first: "first"
        case .reconnect: "reconnect"
        case .names: "names"
        case .refresh: "refresh"
        case .change: "change"
        case .slow: "slow"
        }
    }
}

extension PushReason {
    /// Why a request is answered.
    init(_ outcome: RequestOutcome, knowsVersions: Bool) {
        switch outcome.verdict {
        case .subscription: self = knowsVersions ? .reconnect : .first
        case .refresh where outcome.added.isEmpty: self = .refresh
        case .acknowledged, .rejected, .refresh, .stale, .staleRejection, .refused: self = .names
        }
    }
}

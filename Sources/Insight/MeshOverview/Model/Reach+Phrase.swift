internal import EndpointTranslation
internal import MeshModel

extension MeshOverview {
    /// Returns the way into a network in a few words.
    ///
    /// - Parameters:
    ///   - reach: the reach.
    ///   - network: the network.
    ///   - most: the maximum number of gateways to name.
    public func phrase(_ reach: Reach, of network: NetworkSummary, naming most: Int = 3) -> String {
        switch reach.way {
        case .direct: return "directly"
        case .gateways:
            let names = reach.gateways.prefix(most).map { gateways[$0].entrance }
            let rest = reach.gateways.count - names.count
            return "through " + names.joined(separator: ", ") + (rest > 0 ? " and \(rest) more" : "")
        case .raw:
            if network.endpoints == 0 { return "no endpoints and no known gateway" }
            return network.isBroken
                ? "BROKEN: by pod addresses, no known gateway" : "by their own addresses, no known gateway"
        case .unreachable: return "not at all: \(reach.reason?.phrase ?? "left out")"
        }
    }

    /// The ready endpoints that are not sent to other networks, one sentence per network and reason.
    public var losses: [String] {
        networks.flatMap { network -> [String] in
            let lost = network.fromOthers.lost.filter { _ in network.fromOthers.way != .unreachable }.map { part in
                sentence(network, part.healthyEndpoints, part.reason, "other networks", part.example)
            }
            let families = network.exceptions.flatMap { exception -> [String] in
                exception.reach.lost.filter { $0.reason == .gatewayOfOtherFamily }.map { part in
                    let clients =
                        exception.family == .v4 ? "IPv4-only clients elsewhere" : "IPv6-only clients elsewhere"
                    return sentence(network, part.healthyEndpoints, part.reason, clients, part.example)
                }
            }
            return lost + families
        }
    }

    private func sentence(
        _ network: NetworkSummary,
        _ count: Int,
        _ reason: NetworkDecision.Reason?,
        _ clients: String,
        _ example: ObjectReference?
    ) -> String {
        let place = example.map { " (\($0.location.fileAndLine))" } ?? ""
        let what = MeshNetworksEffect.count(count, "ready endpoint")
        return "\(network.id): \(what) not sent to \(clients): \(reason?.phrase ?? "left out")\(place)"
    }
}

extension NetworkDecision.Reason {
    /// The reason in words.
    var phrase: String {
        switch self {
        case .noGateway: "no known gateway"
        case .unresolvedGateway: "no gateway's host name resolves"
        case .gatewayOfOtherFamily: "no gateway has their address family"
        case .notMutualTLS: "gateways pass only mTLS, which they do not accept"
        case .noAddress: "they have no address, and there is no known gateway"
        case .ingressStaysInNetwork: "ingress gateways stay in their network"
        case .remoteUnhealthy: "they are not ready"
        default: rawValue
        }
    }
}

extension GatewaySummary.Rejection {
    /// The clients in words.
    public var phrase: String {
        switch self {
        case .ipv6OnlyProxies: "IPv6-only"
        case .ipv4OnlyProxies: "IPv4-only"
        case .sidecars: "sidecars"
        case .waypointsAndGateways: "waypoints, gateways"
        case .everybody: "everybody"
        }
    }
}

public import MeshModel

/// The endpoints that one proxy sees under one cluster name: a ClusterLoadAssignment before it is encoded.
public struct Assignment: Sendable {
    /// Whether the name stands for something.
    public enum Presence: String, Hashable, Sendable {
        /// A service port that the proxy sees.
        case known
        /// No name of a cluster.
        case notAClusterName = "not-a-cluster-name"
        /// No service of that host, or none that the proxy may see (EG-S3).
        case unknownHost = "unknown-host"
        /// The service has no such port (EG-S4).
        case unknownPort = "unknown-port"
        /// The proxy resolves the service's names by itself (EG-S7), or the service is another name (EG-S8).
        case notByEDS = "not-by-eds"
    }

    /// Where traffic goes.
    public enum Target: Hashable, Sendable {
        /// To the endpoint itself; with the TLS mode to announce.
        case endpoint(EndpointPosition, tlsMode: String?)
        /// To a gateway.
        indirect case gateway(Gateway)
    }

    /// One address with its weight.
    public struct Host: Hashable, Sendable {
        /// Where traffic goes.
        public var target: Target
        /// The weight, at least 1.
        public var weight: UInt32
        /// The tunnel that leads there; nil without one (EG-A3, EG-A6).
        public var tunnel: Tunnel?
    }

    /// The hosts of one locality and priority.
    public struct Group: Sendable {
        /// The label that the locality was read from.
        public var label: String
        /// The locality.
        public var locality: Locality
        /// 0 is the best.
        public var priority: UInt32
        /// The weight of the whole group; nil when it has no hosts.
        public var weight: UInt32?
        /// The hosts in order: endpoints, then gateways.
        public var hosts: [Host]
    }

    /// The cluster name as it was asked for.
    public var name: String
    /// Whether the name stands for something.
    public var presence: Presence
    /// The service; nil unless there is one.
    public var service: MeshSnapshot.ServiceKey?
    /// The waypoint's Service through which all requests go, for ambient gateways; nil for the service's own endpoints.
    public var waypoint: MeshSnapshot.ServiceKey?
    /// The service whose endpoints the positions count.
    public var endpointService: MeshSnapshot.ServiceKey? { waypoint ?? service }
    /// The host of the name; empty for names of no cluster.
    var host = ""
    /// What it is encoded from; nil when there is nothing to send.
    var draft: DraftAssignment?

    /// How many hosts all groups have together.
    var hostCount: Int {
        draft?.groups.reduce(0) { sum, group in group.hosts.reduce(sum) { $0 + $1.count } } ?? 0
    }

    /// The groups in order, host by host: for those who look into it.
    public var groups: [Group] {
        guard let draft else { return [] }
        return draft.groups.map { group in
            Group(
                label: group.label,
                locality: group.locality,
                priority: group.priority,
                weight: group.weight,
                hosts: group.hosts.flatMap { Self.hosts(of: $0, in: draft.layout) }
            )
        }
    }

    private static func hosts(of draft: DraftHost, in layout: EndpointLayout) -> [Host] {
        let endpoint = { (place: EndpointLayout.Place, announcesTLS: Bool) -> Target in
            let index = layout.parts[place.shard].indices[Int(place.place)]
            return .endpoint(
                EndpointPosition(shard: place.shard, index: Int(index)),
                tlsMode: announcesTLS ? layout.endpoint(at: place).tlsMode : nil
            )
        }
        switch draft.target {
        case .endpoints(let shard, let places, let announcesTLS):
            return places.map { place in
                let target = endpoint(EndpointLayout.Place(shard: shard, place: place), announcesTLS)
                return Host(target: target, weight: draft.weight, tunnel: nil)
            }
        case .tunnelled(let place, let announcesTLS, let tunnel):
            return [Host(target: endpoint(place, announcesTLS), weight: draft.weight, tunnel: tunnel)]
        case .gateway(let gateway, let tunnel):
            return [Host(target: .gateway(gateway), weight: draft.weight, tunnel: tunnel)]
        }
    }
}

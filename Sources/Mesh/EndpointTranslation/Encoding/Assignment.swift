public import MeshModel

/// The endpoints of one proxy under one cluster name: a ClusterLoadAssignment before encoding.
public struct Assignment: Sendable {
    /// The kind of a cluster name.
    public enum Presence: String, Hashable, Sendable {
        /// A service port that is visible to the proxy.
        case known
        /// Not a cluster name.
        case notAClusterName = "not-a-cluster-name"
        /// No service with that host, or none that is visible to the proxy (EG-S3).
        case unknownHost = "unknown-host"
        /// The service has no such port (EG-S4).
        case unknownPort = "unknown-port"
        /// The proxy resolves the service's names itself (EG-S7), or the service is an alias (EG-S8).
        case notByEDS = "not-by-eds"
    }

    /// The target of a host.
    public enum Target: Hashable, Sendable {
        /// An endpoint, with the TLS mode to announce.
        case endpoint(EndpointPosition, tlsMode: String?)
        /// A gateway.
        indirect case gateway(Gateway)
    }

    /// One address with its weight.
    public struct Host: Hashable, Sendable {
        /// The target.
        public var target: Target
        /// The weight, at least 1.
        public var weight: UInt32
        /// The tunnel to the target, or `nil` without one (EG-A3, EG-A6).
        public var tunnel: Tunnel?
        /// The addresses that are sent of an endpoint, the first one to connect to first; empty for gateways.
        public var addresses: [String] = []
    }

    /// The hosts of one locality and priority.
    public struct Group: Sendable {
        /// The label of the locality.
        public var label: String
        /// The locality.
        public var locality: Locality
        /// The priority; 0 is the best.
        public var priority: UInt32
        /// The weight of the whole group, or `nil` without hosts.
        public var weight: UInt32?
        /// The hosts in order: endpoints, then gateways.
        public var hosts: [Host]
    }

    /// The requested cluster name.
    public var name: String
    /// The kind of the name.
    public var presence: Presence
    /// The service, or `nil` without one.
    public var service: MeshSnapshot.ServiceKey?
    /// The waypoint's Service that receives all requests, for ambient gateways, or `nil` for the service's own
    /// endpoints.
    public var waypoint: MeshSnapshot.ServiceKey?
    /// The service whose endpoints the positions refer to.
    public var endpointService: MeshSnapshot.ServiceKey? { waypoint ?? service }
    /// The host of the name; empty for invalid names.
    var host = ""
    /// The draft to encode, or `nil` without endpoints.
    var draft: DraftAssignment?

    /// The total number of hosts.
    var hostCount: Int {
        draft?.groups.reduce(0) { sum, group in group.hosts.reduce(sum) { $0 + $1.count } } ?? 0
    }

    /// The groups in order, with all hosts expanded.
    public var groups: [Group] {
        guard let draft else { return [] }
        return draft.groups.map { group in
            Group(
                label: group.label,
                locality: group.locality,
                priority: group.priority,
                weight: group.weight,
                hosts: group.hosts.flatMap { Self.hosts(of: $0, in: draft) }
            )
        }
    }

    private static func hosts(of draft: DraftHost, in assignment: DraftAssignment) -> [Host] {
        let layout = assignment.layout
        let addresses = { (place: EndpointIndex) -> [String] in
            let endpoint = layout.endpoint(at: place)
            guard endpoint.addresses.count > 1 else { return endpoint.addresses }
            let reached = endpoint.addresses(reachedBy: assignment.addressMode)
            return reached.isEmpty ? [endpoint.address] : reached
        }
        let endpoint = { (place: EndpointIndex, announcesTLS: Bool) -> Target in
            let index = layout.parts[place.shard].indices[Int(place.index)]
            return .endpoint(
                EndpointPosition(shard: place.shard, index: Int(index)),
                tlsMode: announcesTLS ? layout.endpoint(at: place).tlsMode : nil
            )
        }
        switch draft.target {
        case .endpoints(let shard, let places, let announcesTLS):
            return places.map { place in
                let here = EndpointIndex(shard: shard, index: place)
                let target = endpoint(here, announcesTLS)
                return Host(target: target, weight: draft.weight, tunnel: nil, addresses: addresses(here))
            }
        case .tunnelled(let place, let announcesTLS, let tunnel):
            let target = endpoint(place, announcesTLS)
            return [Host(target: target, weight: draft.weight, tunnel: tunnel, addresses: addresses(place))]
        case .gateway(let gateway, let tunnel):
            return [Host(target: .gateway(gateway), weight: draft.weight, tunnel: tunnel)]
        }
    }
}

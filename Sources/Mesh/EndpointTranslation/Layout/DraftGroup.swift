internal import MeshModel

/// Adjacent equal endpoints, or one gateway, of an assignment under construction.
struct DraftHost {
    /// A part of a gateway's weight: that of endpoints shared by the same number of gateways.
    struct Share {
        /// The sum of the endpoints' weights.
        var weight: UInt64 = 0
        /// The number of gateways that share it.
        let divisor: UInt32
        /// The sum as computed by the reference: every endpoint's part scaled and rounded down (EG-N13).
        var floored: UInt32 = 0
    }

    enum Target {
        /// Endpoints of a shard by their places; the flag is whether TLS modes are announced.
        case endpoints(shard: Int, Range<Int32>, announcesTLS: Bool)
        /// One endpoint behind a tunnel.
        indirect case tunnelled(EndpointIndex, announcesTLS: Bool, Assignment.Tunnel)
        /// A gateway, with its tunnel, if any.
        indirect case gateway(Gateway, Assignment.Tunnel?)
    }

    var target: Target
    /// The number of the set of gateways to represent the endpoints; negative if they are reached directly.
    var through: Int32 = -1
    /// The weight of each endpoint; 0 for gateways.
    var own: UInt32
    /// The further parts of the host's weight: those of the endpoints behind a gateway.
    var shares: [Share] = []
    /// The weight of each host; set by ``Weighing``.
    var weight: UInt32 = 0

    init(_ target: Target, through: Int32, weight: UInt32) {
        self.target = target
        self.through = through
        own = weight
    }

    init(gateway: Gateway, tunnel: Assignment.Tunnel?, shares: [Share]) {
        target = .gateway(gateway, tunnel)
        self.shares = shares
        own = 0
    }

    /// The number of hosts.
    var count: Int {
        if case .endpoints(_, let places, _) = target { return places.count }
        return 1
    }

    /// The place of the first endpoint, or `nil` for gateways.
    var place: EndpointIndex? {
        switch target {
        case .endpoints(let shard, let places, _): EndpointIndex(shard: shard, index: places.lowerBound)
        case .tunnelled(let place, _, _): place
        case .gateway: nil
        }
    }

    /// Returns the same endpoints, split before and after one of them.
    func cut(around place: Int32) -> [DraftHost] {
        guard case .endpoints(let shard, let places, let announcesTLS) = target else { return [self] }
        return [places.lowerBound..<place, place..<place + 1, place + 1..<places.upperBound].filter { !$0.isEmpty }
            .map { part in
                var copy = self
                copy.target = .endpoints(shard: shard, part, announcesTLS: announcesTLS)
                return copy
            }
    }

    /// Each endpoint as a separate host.
    var singles: [DraftHost] {
        guard case .endpoints(let shard, let places, let announcesTLS) = target, places.count > 1 else { return [self] }
        return places.map { place in
            var copy = self
            copy.target = .endpoints(shard: shard, place..<place + 1, announcesTLS: announcesTLS)
            return copy
        }
    }
}

/// The hosts of one locality, and later of one priority, of an assignment under construction.
struct DraftGroup {
    var label: String
    var locality: Locality
    /// The locality of the endpoints, where ``locality`` is one of its parts; nil where it is the same.
    var home: Locality?
    var priority: UInt32 = 0
    var weight: UInt32?
    var hosts: [DraftHost]
}

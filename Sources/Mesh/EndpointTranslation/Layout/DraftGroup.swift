internal import MeshModel

/// Endpoints that are sent side by side and alike, or one gateway, in an assignment that is being made.
struct DraftHost {
    /// A part of a gateway's weight: that of endpoints which share it among equally many gateways.
    struct Share {
        /// The sum of the endpoints' weights.
        var weight: UInt64 = 0
        /// Among how many gateways it is shared.
        let divisor: UInt32
        /// The sum as the reference makes it: every endpoint's part scaled, and cut to a whole number (EG-N13).
        var floored: UInt32 = 0
    }

    enum Target {
        /// Endpoints of a shard by their places, with or without their TLS modes.
        case endpoints(shard: Int, Range<Int32>, announcesTLS: Bool)
        /// One endpoint behind a tunnel.
        indirect case tunnelled(EndpointLayout.Place, announcesTLS: Bool, Assignment.Tunnel)
        /// A gateway, with the tunnel that leads there, if any.
        indirect case gateway(Gateway, Assignment.Tunnel?)
    }

    var target: Target
    /// The number of the set of gateways that is to stand for the endpoints; negative when they are reached directly.
    var through: Int32 = -1
    /// Each endpoint's own weight; 0 for gateways.
    var own: UInt32
    /// What else the host's weight is made of: that of the endpoints behind a gateway.
    var shares: [Share] = []
    /// The weight of each; set by ``Weighing``.
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

    /// How many hosts it stands for.
    var count: Int {
        if case .endpoints(_, let places, _) = target { return places.count }
        return 1
    }

    /// The place of the first endpoint; nil for gateways.
    var place: EndpointLayout.Place? {
        switch target {
        case .endpoints(let shard, let places, _): EndpointLayout.Place(shard: shard, place: places.lowerBound)
        case .tunnelled(let place, _, _): place
        case .gateway: nil
        }
    }

    /// The same endpoints, cut before and after one of them.
    func cut(around place: Int32) -> [DraftHost] {
        guard case .endpoints(let shard, let places, let announcesTLS) = target else { return [self] }
        return [places.lowerBound..<place, place..<place + 1, place + 1..<places.upperBound].filter { !$0.isEmpty }
            .map { part in
                var copy = self
                copy.target = .endpoints(shard: shard, part, announcesTLS: announcesTLS)
                return copy
            }
    }

    /// Each endpoint alone.
    var singles: [DraftHost] {
        guard case .endpoints(let shard, let places, let announcesTLS) = target, places.count > 1 else { return [self] }
        return places.map { place in
            var copy = self
            copy.target = .endpoints(shard: shard, place..<place + 1, announcesTLS: announcesTLS)
            return copy
        }
    }
}

/// The hosts of one locality, and later of one priority, of an assignment that is being made.
struct DraftGroup {
    var label: String
    var locality: Locality
    var priority: UInt32 = 0
    var weight: UInt32?
    var hosts: [DraftHost]
}

internal import MeshModel

/// One host of an assignment that is being made.
struct DraftHost {
    /// A part of a gateway's weight: that of endpoints which share it among equally many gateways.
    struct Share {
        /// The sum of the endpoints' weights.
        var weight: UInt64 = 0
        /// Among how many gateways it is shared.
        let divisor: UInt32
        /// The sum as the reference makes it: every endpoint's part scaled, and cut to a whole number (N-13).
        var floored: UInt32 = 0
    }

    var target: Assignment.Target
    /// The number of the set of gateways that is to stand for the endpoint; negative when it is reached directly.
    var through = -1
    /// The tunnel that leads there, if any.
    var tunnel: Assignment.Tunnel?
    /// The endpoint's own weight; 0 for gateways.
    var own: UInt32
    /// What else the host's weight is made of: that of the endpoints behind a gateway.
    var shares: [Share] = []
    /// The weight; set by ``Weighing``.
    var weight: UInt32 = 0

    init(endpoint: Assignment.Target, through: Int, tunnel: Assignment.Tunnel?, weight: UInt32) {
        target = endpoint
        self.through = through
        self.tunnel = tunnel
        own = weight
    }

    init(gateway: Gateway, tunnel: Assignment.Tunnel?, shares: [Share]) {
        target = .gateway(gateway)
        self.tunnel = tunnel
        self.shares = shares
        own = 0
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

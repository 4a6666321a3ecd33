internal import MeshModel

/// One host of an assignment that is being made.
struct DraftHost {
    /// A part of an endpoint's weight: the weight over the number of gateways that share it.
    struct Share {
        let weight: UInt32
        let divisor: UInt32
    }

    var target: Assignment.Target
    /// The gateways that are to stand for the endpoint; none when it is reached directly.
    var through: [Gateway]
    /// The tunnel that leads there, if any.
    var tunnel: Assignment.Tunnel?
    /// What the host's weight is made of.
    var shares: [Share]
    /// The weight; set by ``Weighing``.
    var weight: UInt32 = 0

    init(
        target: Assignment.Target,
        through: [Gateway] = [],
        tunnel: Assignment.Tunnel? = nil,
        shares: [Share]
    ) {
        self.target = target
        self.through = through
        self.tunnel = tunnel
        self.shares = shares
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

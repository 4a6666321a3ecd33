public import GRPCTransport

/// The configuration of a load run.
public struct LoadPlan: Sendable {
    /// The server to load.
    public enum Target: Hashable, Sendable {
        /// This executable, started with a copy of a mesh directory whose files are edited to make changes.
        case serve(directory: String)
        /// Any server; the run makes changes if the server reads a directory on this machine, otherwise it only
        /// watches.
        case address(host: String, port: Int, editing: String?)
    }

    /// The source of the clients' nodes.
    public enum Nodes: String, Hashable, Sendable {
        /// Generated over the directory's networks.
        case generated
        /// The directory's `proxies.yaml`, repeated.
        case declared
    }

    /// The spacing of changes.
    public enum Arrivals: String, Hashable, Sendable {
        /// Evenly spaced.
        case constant
        /// Independent of each other, so that some are close together.
        case poisson
    }

    /// The server.
    public var target: Target
    /// The TLS configuration of all connections, or `nil` for plain text.
    public var tls: TLSClientContext?
    /// The number of connections.
    public var connections = 10
    /// The number of streams per connection; `nil` for one Envoy per connection: one stream on ADS, otherwise one per
    /// name.
    public var streams: Int?
    /// The protocols, assigned to the connections in turn.
    public var protocols: [ClientProtocol] = [.eds]
    /// The number of names per client.
    public var subscriptions = AmountDistribution(1...20, .skewed)
    /// The names to draw from if no services are generated; those of `proxies.yaml` if empty.
    public var resources: [String] = []
    /// The mesh directory of nodes and names if a server is only watched.
    public var meshDirectory: String?
    /// The source of nodes.
    public var nodes = Nodes.generated
    /// A Boolean value that indicates whether nodes list extensions as in Envoy 1.40: 61 KB (XP-E2).
    public var hasFullNodes = false
    /// A Boolean value that indicates whether every request repeats the node, which is the default of Envoy (XP-E2).
    public var repeatsNode = false
    /// The number of generated services.
    public var services = 50
    /// The number of endpoints per service.
    public var endpoints = AmountDistribution(2...100, .skewed)
    /// The number of new connections per second; 0 for all at once.
    public var connectRate = 0.0
    /// The number of changes per second; 0 to watch only.
    public var rate = 10.0
    /// The kinds of change.
    public var changes = ChangeMix([.scale, .rollout, .flap])
    /// The spacing of changes.
    public var arrivals = Arrivals.constant
    /// The length of the measured part, in nanoseconds.
    public var duration: Int64 = 10_000_000_000
    /// The length of the part before it, in which changes are made but not measured, in nanoseconds.
    public var warmUp: Int64 = 1_000_000_000
    /// The delay between editing a directory and connecting, in nanoseconds, for the server to notice.
    public var noticeTime: Int64 = 1_000_000_000
    /// The longest wait for the first assignments, in nanoseconds.
    public var connectTimeout: Int64 = 15_000_000_000
    /// The longest wait for missing receipts after the last change, in nanoseconds.
    public var settle: Int64 = 5_000_000_000
    /// The latency from which a receipt counts as a stall, in nanoseconds.
    public var stallAfter: Int64 = 5_000_000_000
    /// The seed of all random choices.
    public var seed: UInt64 = 1
    /// The number of client event-loop threads.
    public var threads = 2
    /// Additional arguments of the server to start.
    public var serverArguments: [String] = []

    /// Makes a plan with the defaults.
    public init(target: Target) { self.target = target }

    /// The host to connect to; a started server listens on this machine only.
    public var host: String {
        switch target {
        case .serve: "127.0.0.1"
        case .address(let host, _, _): host
        }
    }

    /// A Boolean value that indicates whether the run makes changes; otherwise it only watches the server.
    var drivesChanges: Bool {
        switch target {
        case .serve: true
        case .address(_, _, let editing): editing != nil
        }
    }
}

extension LoadPlan {
    /// The plan as pairs of option and value, for reports.
    public var summary: [(name: String, value: String)] {
        var pairs: [(name: String, value: String)] = []
        switch target {
        case .serve(let directory): pairs.append(("serve", directory))
        case .address(let host, let port, let editing):
            pairs.append(("target", "\(host):\(port)"))
            if let editing { pairs.append(("edit", editing)) }
        }
        if tls != nil { pairs.append(("transport", "tls")) }
        pairs += [
            ("connections", "\(connections)"), ("streams", streams.map { "\($0)" } ?? "as in Envoy"),
            ("protocol", protocols.map(\.rawValue).joined(separator: ",")), ("subscriptions", "\(subscriptions)"),
            ("nodes", nodes.rawValue), ("node-size", hasFullNodes ? "full" : "small"),
            ("repeat-node", "\(repeatsNode)"),
        ]
        if drivesChanges {
            pairs += [("services", "\(services)"), ("endpoints", "\(endpoints)"), ("rate", "\(rate)")]
            pairs += [("changes", "\(changes)"), ("arrivals", arrivals.rawValue)]
            pairs.append(("warm-up", DurationText.text(nanoseconds: warmUp)))
        }
        pairs += [
            ("connect-rate", connectRate == 0 ? "all at once" : "\(connectRate)"),
            ("duration", DurationText.text(nanoseconds: duration)),
            ("stall-after", DurationText.text(nanoseconds: stallAfter)), ("seed", "\(seed)"), ("threads", "\(threads)"),
        ]
        if !serverArguments.isEmpty { pairs.append(("server-arguments", serverArguments.joined(separator: " "))) }
        return pairs
    }
}

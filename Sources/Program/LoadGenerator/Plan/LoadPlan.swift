public import GRPCTransport

/// Everything that a load run is told, options parsed.
public struct LoadPlan: Sendable {
    /// Which server is loaded.
    public enum Target: Hashable, Sendable {
        /// Our own executable, started with a copy of a mesh directory whose files are edited to make changes.
        case serve(directory: String)
        /// Any server; changes are made when it serves a directory on this machine, else it is only watched.
        case address(host: String, port: Int, editing: String?)
    }

    /// Where the nodes of the clients come from.
    public enum Nodes: String, Hashable, Sendable {
        /// Made over the directory's networks.
        case generated
        /// The directory's `proxies.yaml`, over and over.
        case declared
    }

    /// The spacing of changes.
    public enum Arrivals: String, Hashable, Sendable {
        /// Evenly spaced.
        case constant
        /// Independent of each other, so that some come close together.
        case poisson
    }

    /// The server.
    public var target: Target
    /// The TLS of all connections; nil for plain text.
    public var tls: TLSClientContext?
    /// Connections.
    public var connections = 10
    /// Streams on each; nil for one Envoy a connection: on ADS one stream, else one for each of its names.
    public var streams: Int?
    /// The protocols, taken by the connections in turn.
    public var protocols: [ClientProtocol] = [.eds]
    /// Names of each client.
    public var subscriptions = AmountDistribution(1...20, .skewed)
    /// Names to draw from when no services are generated; those of `proxies.yaml` when empty.
    public var resources: [String] = []
    /// The mesh directory of nodes and names when a server is only watched.
    public var meshDirectory: String?
    /// Where nodes come from.
    public var nodes = Nodes.generated
    /// Whether nodes list extensions as Envoy 1.40 does: 61 KB (XP-E2).
    public var hasFullNodes = false
    /// Whether every request repeats the node, as Envoy does unless it is told otherwise (XP-E2).
    public var repeatsNode = false
    /// Generated services.
    public var services = 50
    /// Endpoints of each.
    public var endpoints = AmountDistribution(2...100, .skewed)
    /// New connections a second; 0 for all at once.
    public var connectRate = 0.0
    /// Changes a second; 0 to watch only.
    public var rate = 10.0
    /// The kinds of change.
    public var changes = ChangeMix([.scale, .rollout, .flap])
    /// The spacing of changes.
    public var arrivals = Arrivals.constant
    /// The measured part of the run, in nanoseconds.
    public var duration: Int64 = 10_000_000_000
    /// Changes before it that are made and not measured, in nanoseconds.
    public var warmUp: Int64 = 1_000_000_000
    /// Wait between editing a directory and connecting, for the server to notice, in nanoseconds.
    public var noticeTime: Int64 = 1_000_000_000
    /// Longest wait for the first assignments, in nanoseconds.
    public var connectTimeout: Int64 = 15_000_000_000
    /// Longest wait for what is still missing after the last change, in nanoseconds.
    public var settle: Int64 = 5_000_000_000
    /// The latency from which a receipt counts as a stall, in nanoseconds.
    public var stallAfter: Int64 = 5_000_000_000
    /// Fixes all that is drawn.
    public var seed: UInt64 = 1
    /// Event loop threads of the clients.
    public var threads = 2
    /// More arguments for the server that is started.
    public var serverArguments: [String] = []

    /// Makes a plan with the defaults.
    public init(target: Target) { self.target = target }

    /// The host that is connected to; servers that are started listen on this machine only.
    public var host: String {
        switch target {
        case .serve: "127.0.0.1"
        case .address(let host, _, _): host
        }
    }

    /// Whether the run makes changes; else the server is only watched.
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
            ("connections", "\(connections)"), ("streams", streams.map { "\($0)" } ?? "as Envoy"),
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

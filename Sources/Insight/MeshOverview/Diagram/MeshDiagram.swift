internal import EndpointTranslation
public import MeshModel

/// A diagram of a mesh: networks with their clusters, gateways, and the ways into them.
///
/// The way into a network does not depend on the client's network, so networks are not connected pairwise: clients
/// leave
/// their network onto one bar, and enter others from there.
public struct MeshDiagram: Equatable, Sendable {
    /// The way in which clients enter a network.
    public enum Entry: Equatable, Sendable {
        /// It is the clients' own network.
        case own
        /// Through its gateways.
        case gateways
        /// Directly from all networks: it is not a known network.
        case direct
        /// By the addresses of machines, without a known gateway.
        case addresses
        /// By the addresses of pods, without a known gateway.
        case broken
        /// Unreachable, for a reason.
        case unreachable(String)
        /// No clients exist outside of the network.
        case noEntry
    }

    /// A cluster's part of a network, or the machines in it.
    public struct Card: Equatable, Sendable {
        /// The name.
        public var title: String
        /// The number of endpoints.
        public var detail: String
        /// A Boolean value that indicates whether the endpoints are machines outside of clusters.
        public var isMachines: Bool
    }

    /// One gateway.
    public struct Door: Equatable, Sendable {
        /// The address.
        public var label: String
        /// The description: provenance, names and ports.
        public var details: String
        /// A Boolean value that indicates whether clients use the gateway.
        public var isUsed: Bool
    }

    /// One network.
    public struct Box: Equatable, Sendable {
        /// The name.
        public var title: String
        /// The number of endpoints.
        public var detail: String
        /// Its clusters.
        public var cards: [Card]
        /// The number of clusters that are not shown.
        public var moreCards: Int
        /// Its gateways.
        public var doors: [Door]
        /// The number of gateways that are not shown.
        public var moreDoors: Int
        /// The way in which clients enter the network.
        public var entry: Entry
        /// A Boolean value that indicates whether the network's own clients are among those that the diagram shows.
        public var hasClients: Bool
        /// Further problems, one line each.
        public var notes: [String]
    }

    /// The title.
    public var title: String
    /// The contents in numbers.
    public var subtitle: String
    /// The clients that the diagram shows.
    public var clients: String
    /// The networks.
    public var boxes: [Box]
    /// The number of networks that are not shown.
    public var moreBoxes: Int

    /// The maximum number of networks; of more, broken ones and those with most endpoints are shown.
    static let mostBoxes = 24
    /// The maximum number of clusters per network.
    static let mostCards = 6
    /// The maximum number of gateways per network.
    static let mostDoors = 5

    /// Makes a diagram.
    ///
    /// - Parameters:
    ///   - overview: the mesh.
    ///   - view: the network of the clients to show, or `nil` for the clients of all networks.
    public init(_ overview: MeshOverview, view: NetworkID? = nil) {
        var networks = overview.networks
        if networks.count > Self.mostBoxes {
            networks.sort { left, right in
                let rank = { (network: NetworkSummary) in network.id == view ? 0 : network.isBroken ? 1 : 2 }
                return (rank(left), right.endpoints, left.id) < (rank(right), left.endpoints, right.id)
            }
            networks = networks.prefix(Self.mostBoxes).sorted { $0.id < $1.id }
        }
        moreBoxes = overview.networks.count - networks.count
        if let view, let own = networks.firstIndex(where: { $0.id == view }) {
            networks.insert(networks.remove(at: own), at: 0)
        }
        boxes = networks.map { Self.box($0, overview, view) }
        if let unplaced = overview.unplaced, unplaced.endpoints > 0 { boxes.append(Self.box(unplaced, overview, view)) }
        title = view.map { "The mesh as proxies in \($0) see it" } ?? "The networks of the mesh"
        clients = view.map { "proxies in \($0)" } ?? "clients of other networks"
        let count = MeshNetworksEffect.count
        let endpoints = overview.networks.reduce(overview.unplaced?.endpoints ?? 0) { $0 + $1.endpoints }
        subtitle = [
            count(overview.networks.count, "network"), count(overview.clusters.count, "cluster"),
            count(overview.gateways.count, "gateway"), count(endpoints, "endpoint"),
        ].joined(separator: ", ")
    }

    private static func box(_ network: NetworkSummary, _ overview: MeshOverview, _ view: NetworkID?) -> Box {
        // Clients inside the network need no gateway.
        let doors = (view == network.id ? [] : network.gateways).map { position -> Door in
            let gateway = overview.gateways[position]
            let isUsed =
                network.fromOthers.gateways.contains(position)
                && (network.endpoints == 0 || gateway.endpointsBehind > 0)
            return Door(label: label(gateway, in: network), details: details(gateway), isUsed: isUsed)
        }
        // Used gateways come first.
        let sorted = doors.filter(\.isUsed) + doors.filter { !$0.isUsed }
        let cards = network.clusters.flatMap(Self.cards)
        let losses = network.fromOthers.lost.filter { _ in network.fromOthers.way == .gateways && view != network.id }
        return Box(
            title: network.id.isEmpty ? "no network" : network.id.name,
            detail: network.endpoints == 0 ? "no endpoints" : MeshNetworksEffect.count(network.endpoints, "endpoint"),
            cards: Array(cards.prefix(mostCards)),
            moreCards: max(0, cards.count - mostCards),
            doors: Array(sorted.prefix(mostDoors)),
            moreDoors: max(0, doors.count - mostDoors),
            entry: entry(network, overview, view),
            hasClients: view.map { $0 == network.id } ?? !network.id.isEmpty,
            notes: losses.prefix(2).map { part in
                let reason = part.reason == .notMutualTLS ? "no mTLS" : part.reason?.phrase ?? "left out"
                return "\(part.healthyEndpoints) ready but not sent to other networks: \(reason)"
            }
        )
    }

    private static func entry(_ network: NetworkSummary, _ overview: MeshOverview, _ view: NetworkID?) -> Entry {
        if network.id.isEmpty { return .direct }
        if network.id == view { return .own }
        switch network.fromOthers.way {
        case .direct: return .direct
        case .gateways: return .gateways
        case .raw: return network.isAlone || network.endpoints == 0 ? .noEntry : network.isBroken ? .broken : .addresses
        case .unreachable: return .unreachable(short(network.fromOthers.reason))
        }
    }

    private static func short(_ reason: NetworkDecision.Reason?) -> String {
        switch reason {
        case .unresolvedGateway: "gateway name unresolved"
        case .noGateway: "no gateway"
        case .gatewayOfOtherFamily: "gateway of another family"
        default: reason?.phrase ?? "left out"
        }
    }

    private static func cards(_ share: ClusterShare) -> [Card] {
        let ready = { (all: Int, ready: Int) in
            MeshNetworksEffect.count(all, "endpoint") + (ready == all ? "" : ", \(ready) ready")
        }
        let cluster = share.cluster.isEmpty ? "no cluster" : share.cluster.name
        guard share.machineEndpoints == share.endpoints else {
            let machines = share.machineEndpoints == 0 ? "" : ", \(share.machineEndpoints) of them machines"
            let detail = ready(share.endpoints, share.healthyEndpoints) + machines
            return [Card(title: cluster, detail: detail, isMachines: false)]
        }
        let detail = ready(share.endpoints, share.healthyEndpoints) + ", listed by " + cluster
        return [Card(title: "machines", detail: detail, isMachines: true)]
    }

    private static func label(_ gateway: GatewaySummary, in network: NetworkSummary) -> String {
        let place = network.clusters.count > 1 && !gateway.cluster.isEmpty ? " (\(gateway.cluster))" : ""
        return gateway.entrance + place
    }

    private static func details(_ gateway: GatewaySummary) -> String {
        var parts = ["gateway \(gateway.entrance) into \(gateway.network)", "from \(gateway.provenance.rule.phrase)"]
        if let object = gateway.provenance.object { parts.append(object.location.fileAndLine) }
        if !gateway.cluster.isEmpty { parts.append("found in cluster \(gateway.cluster)") }
        if gateway.nameState == .unresolved {
            parts.append("its name does not resolve")
        } else if !gateway.hostName.isEmpty {
            parts.append("\(gateway.hostName), \(gateway.nameState.rawValue)")
        }
        if gateway.hbonePort != 0 { parts.append("HBONE port \(gateway.hbonePort)") }
        parts.append("\(MeshNetworksEffect.count(gateway.endpointsBehind, "endpoint")) behind it")
        return parts.joined(separator: ", ")
    }
}

extension MeshDiagram.Entry {
    /// The label of the way in, if it is not a gateway.
    var label: String {
        switch self {
        case .own, .gateways, .noEntry: ""
        case .direct: "directly"
        case .addresses: "own addresses, no gateway"
        case .broken: "pod addresses, no gateway"
        case .unreachable(let reason): "not reached: \(reason)"
        }
    }
}

internal import EndpointTranslation
public import MeshModel

/// A picture of a mesh: networks with their clusters, gateways, and who gets in how.
///
/// How a network is reached does not depend on which other network the client is in, so nobody is connected to
/// everybody: clients leave their network onto one bar, and enter others from there.
public struct MeshDiagram: Equatable, Sendable {
    /// How clients enter a network.
    public enum Entry: Equatable, Sendable {
        /// It is the clients' own network.
        case own
        /// Through its gateways.
        case gateways
        /// Everybody reaches it directly: it is no known network.
        case direct
        /// By the addresses of machines, as no gateway is known.
        case addresses
        /// By the addresses of pods, as no gateway is known.
        case broken
        /// Not at all.
        case unreachable(String)
        /// There is nobody who would.
        case nobody
    }

    /// A cluster's part of a network, or the machines in it.
    public struct Card: Equatable, Sendable {
        /// The name.
        public var title: String
        /// What is there.
        public var detail: String
        /// Whether they are machines outside of clusters.
        public var isMachines: Bool
    }

    /// One gateway.
    public struct Door: Equatable, Sendable {
        /// The address.
        public var label: String
        /// All that is known of it.
        public var details: String
        /// Whether clients are sent through it.
        public var isUsed: Bool
    }

    /// One network.
    public struct Box: Equatable, Sendable {
        /// The name.
        public var title: String
        /// What is there in all.
        public var detail: String
        /// Its clusters.
        public var cards: [Card]
        /// How many clusters are not shown.
        public var moreCards: Int
        /// Its gateways.
        public var doors: [Door]
        /// How many gateways are not shown.
        public var moreDoors: Int
        /// How clients enter.
        public var entry: Entry
        /// Whether its own clients are among those that the picture is about.
        public var hasClients: Bool
        /// What else is wrong, a line each.
        public var notes: [String]
    }

    /// What the picture shows.
    public var title: String
    /// Its contents in numbers.
    public var subtitle: String
    /// Whose traffic it is.
    public var clients: String
    /// The networks.
    public var boxes: [Box]
    /// How many networks are not shown.
    public var moreBoxes: Int

    /// How many networks are shown; of more, those that are broken and those with most endpoints.
    static let mostBoxes = 24
    /// How many clusters of a network are shown.
    static let mostCards = 6
    /// How many gateways of a network are shown.
    static let mostDoors = 5

    /// Makes a picture.
    ///
    /// - Parameters:
    ///   - overview: the mesh.
    ///   - view: the network whose clients it is about; nil for those of all networks.
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
        // Those who are inside need none.
        let doors = (view == network.id ? [] : network.gateways).map { position -> Door in
            let gateway = overview.gateways[position]
            let isUsed =
                network.fromOthers.gateways.contains(position)
                && (network.endpoints == 0 || gateway.endpointsBehind > 0)
            return Door(label: label(gateway, in: network), details: details(gateway), isUsed: isUsed)
        }
        // Those in use are seen first.
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
                return "\(part.healthyEndpoints) ready but not sent to others: \(reason)"
            }
        )
    }

    private static func entry(_ network: NetworkSummary, _ overview: MeshOverview, _ view: NetworkID?) -> Entry {
        if network.id.isEmpty { return .direct }
        if network.id == view { return .own }
        switch network.fromOthers.way {
        case .direct: return .direct
        case .gateways: return .gateways
        case .raw: return network.isAlone || network.endpoints == 0 ? .nobody : network.isBroken ? .broken : .addresses
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
            parts.append("its name has no address")
        } else if !gateway.hostName.isEmpty {
            parts.append("\(gateway.hostName), \(gateway.nameState.rawValue)")
        }
        if gateway.hbonePort != 0 { parts.append("HBONE port \(gateway.hbonePort)") }
        parts.append("\(MeshNetworksEffect.count(gateway.endpointsBehind, "endpoint")) behind it")
        return parts.joined(separator: ", ")
    }
}

extension MeshDiagram.Entry {
    /// What stands at the way in, where that is no gateway.
    var label: String {
        switch self {
        case .own, .gateways, .nobody: ""
        case .direct: "directly"
        case .addresses: "own addresses, no gateway"
        case .broken: "pod addresses, no gateway"
        case .unreachable(let reason): "not reached: \(reason)"
        }
    }
}

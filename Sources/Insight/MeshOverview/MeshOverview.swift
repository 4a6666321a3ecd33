internal import EndpointTranslation
public import MeshModel
public import MeshSources
public import NetworkInference

/// The overview of a mesh: its networks, clusters and gateways, the reachability between networks, and the effect of
/// MeshNetworks.
///
/// A pure function of the mesh directory, the rules and the resolved host names.
public struct MeshOverview: Equatable, Sendable {
    /// All named networks, ascending by name.
    public var networks: [NetworkSummary]
    /// The endpoints without a known network, which are local to all clients (NI-30), or `nil` if there are none.
    public var unplaced: NetworkSummary?
    /// The clusters, the config cluster first, then by id.
    public var clusters: [ClusterSummary]
    /// The gateways, ascending by network, address and port.
    public var gateways: [GatewaySummary]
    /// A Boolean value that indicates whether networks have any effect (EG-N1).
    public var isMultiNetwork: Bool
    /// The address families that clients of the mesh are limited to: those of declared proxies and of endpoints with
    /// one family
    /// only; `v4` before `v6`.
    public var clientFamilies: [Proxy.AddressMode]
    /// The effect of MeshNetworks, line by line.
    public var meshNetworks: MeshNetworksReview

    /// Builds the overview of a mesh.
    ///
    /// - Parameters:
    ///   - directory: the objects.
    ///   - inference: the rules, with the addresses of gateway host names.
    ///   - snapshot: the inferred mesh, if it is available already.
    /// - Throws: ``InputErrors`` for contradictory statements.
    public init(
        of directory: MeshDirectory,
        by inference: MeshInference,
        snapshot: MeshSnapshot? = nil
    ) throws(InputErrors) {
        let known: MeshSnapshot
        if let snapshot { known = snapshot } else { known = try inference.snapshot(of: directory) }
        let survey = MeshSurvey(known)
        let gateways = try GatewayList(directory, inference, known, survey)
        clientFamilies = ClientFamilies.families(of: directory, known)
        let networks = NetworkList(directory, known, survey, gateways, clientFamilies)
        self.networks = networks.named
        unplaced = networks.unplaced
        self.gateways = gateways.gateways
        clusters = ClusterList.clusters(of: directory, survey, gateways)
        isMultiNetwork = survey.reach.isMultiNetwork
        meshNetworks = MeshNetworksReview(of: directory, by: inference, snapshot: known, survey)
    }

    /// Returns the network with a name, or `nil` if nothing names it.
    public func network(_ id: NetworkID) -> NetworkSummary? {
        id.isEmpty ? unplaced : networks.first { $0.id == id }
    }

    /// Returns the way from a client in one network to another network, for ready endpoints that accept mTLS.
    ///
    /// - Parameters:
    ///   - client: the client's network; empty if it is unknown.
    ///   - network: the network of the endpoints; empty for endpoints without a known network.
    /// - Returns: The way, or `nil` if nothing names `network`.
    public func reach(from client: NetworkID, to network: NetworkID) -> Reach? {
        guard let summary = self.network(network) else { return nil }
        if client.isEmpty, !network.isEmpty { return summary.fromUnknown }
        guard client == network || network.isEmpty else { return summary.fromOthers }
        return Reach(
            way: .direct,
            reason: nil,
            gateways: [],
            parts: summary.endpoints == 0
                ? []
                : [
                    Reach.Part(
                        way: .direct,
                        reason: nil,
                        gateways: [],
                        endpoints: summary.endpoints,
                        healthyEndpoints: summary.healthyEndpoints,
                        example: nil
                    )
                ]
        )
    }
}

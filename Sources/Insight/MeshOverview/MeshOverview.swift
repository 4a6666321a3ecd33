internal import EndpointTranslation
public import MeshModel
public import MeshSources
public import NetworkInference

/// A mesh at a glance: its networks, clusters and gateways, who reaches whom, and what MeshNetworks contributes.
///
/// A pure function of the mesh directory, the rules and the answers of name servers.
public struct MeshOverview: Equatable, Sendable {
    /// The networks that anything names, ascending by name.
    public var networks: [NetworkSummary]
    /// What is in no known network: everybody's neighbour (NI-30); nil when there is nothing.
    public var unplaced: NetworkSummary?
    /// The clusters, the config cluster first, then by id.
    public var clusters: [ClusterSummary]
    /// The gateways, ascending by network, address and port.
    public var gateways: [GatewaySummary]
    /// Whether networks make a difference at all (EG-N1).
    public var isMultiNetwork: Bool
    /// The address families to which clients of the mesh are limited, as far as it shows: those of declared proxies, and
    /// of endpoints that have one family only; `v4` before `v6`.
    public var clientFamilies: [Proxy.AddressMode]
    /// What MeshNetworks contributes, line by line.
    public var meshNetworks: MeshNetworksReview

    /// Looks at a mesh.
    ///
    /// - Parameters:
    ///   - directory: the objects.
    ///   - inference: the rules, with the addresses of gateway host names.
    ///   - snapshot: what they infer of the objects, if that is known already.
    /// - Throws: ``InputErrors`` for statements that cannot both hold.
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

    /// The network of a name; nil when nothing names it.
    public func network(_ id: NetworkID) -> NetworkSummary? {
        id.isEmpty ? unplaced : networks.first { $0.id == id }
    }

    /// How a client in one network reaches another one; of ready endpoints that accept mTLS.
    ///
    /// - Parameters:
    ///   - client: the client's network; empty when it is not known.
    ///   - network: the network of the endpoints; empty for those of no known network.
    /// - Returns: nil when nothing names `network`.
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

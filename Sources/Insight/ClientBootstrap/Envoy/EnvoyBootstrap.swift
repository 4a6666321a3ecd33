public import MeshModel
public import TextFormats

/// A complete bootstrap of an Envoy: its node, its clusters with their load balancing, listeners and the admin port.
///
/// The same input gives the same bytes.
public struct EnvoyBootstrap: Sendable {
    /// The name of the cluster of the xDS server.
    static let managementCluster = "eds-translator"

    /// The node.
    public var node: EnvoyNode
    /// The xDS server; not used with files.
    public var server: ManagementServer
    /// The way in which assignments come.
    public var delivery: BootstrapDelivery
    /// The clusters, in order.
    public var clusters: [BootstrapCluster]
    /// The listeners.
    public var listeners: BootstrapListeners
    /// The address and port of the admin interface.
    public var admin: (address: String, port: Int)
    /// The certificates for endpoints that are marked for mutual TLS; nil for plain text to all endpoints.
    public var upstreamTLS: TLSFiles?

    /// Makes a bootstrap.
    public init(
        node: EnvoyNode,
        server: ManagementServer,
        delivery: BootstrapDelivery,
        clusters: [BootstrapCluster],
        listeners: BootstrapListeners = .free,
        admin: (address: String, port: Int) = ("127.0.0.1", 15_000),
        upstreamTLS: TLSFiles? = nil
    ) {
        self.node = node
        self.server = server
        self.delivery = delivery
        self.clusters = clusters
        self.listeners = listeners
        self.admin = admin
        self.upstreamTLS = upstreamTLS
    }

    /// The bootstrap in Envoy's form.
    public var json: JSONValue {
        Fields.object { document in
            document.add("node", NodeDocument.json(node))
            document.add("admin") { $0.add("address", AddressDocument.socket(admin.address, admin.port)) }
            document.add("static_resources") { resources in
                let listeners = listenerDocuments
                if !listeners.isEmpty { resources.add("listeners", .array(listeners)) }
                resources.add("clusters", .array(clusters.map(cluster) + managementClusters))
            }
            if let source = aggregatedSource {
                document.add("dynamic_resources") { $0.add("ads_config", source) }
            }
        }
    }

    private var listenerDocuments: [JSONValue] {
        // A cluster without EDS takes the original destination of a connection, which a port of 127.0.0.1 has not.
        let reachable = clusters.filter(\.usesEDS)
        switch listeners {
        case .none: return []
        case .free: return reachable.map { ListenerDocument($0, port: 0).json }
        case .ports(let first):
            return reachable.enumerated().map { ListenerDocument($0.element, port: first + $0.offset).json }
        }
    }

    private func cluster(_ cluster: BootstrapCluster) -> JSONValue {
        ClusterDocument(cluster, source: endpointSource(of: cluster), upstreamTLS: upstreamTLS).json
    }

    private var managementClusters: [JSONValue] {
        if case .files = delivery { return [] }
        return [ManagementClusterDocument(server, isHTTP1: delivery == .rest).json]
    }
}

/// An address and port through which clients of other networks enter a network.
public struct Gateway: Hashable, Sendable {
    /// The network behind it.
    public let network: NetworkID
    /// The cluster in which it was found; none for addresses of MeshNetworks (NI-34).
    public let cluster: ClusterID
    /// An IP address, or a host name that is not resolved.
    public let address: String
    /// The port for mutual TLS by SNI; 0 without one (NI-39).
    public let port: Int
    /// The port for HBONE tunnels; 0 without one (NI-39).
    public let hbonePort: Int
    /// `namespace/name` of its service account, known for Gateway API gateways only (NI-51).
    public let serviceAccount: String
    /// The rule and the object that made it a gateway.
    public let provenance: Provenance

    /// Makes a gateway.
    public init(
        network: NetworkID,
        cluster: ClusterID,
        address: String,
        port: Int,
        hbonePort: Int = 0,
        serviceAccount: String = "",
        provenance: Provenance
    ) {
        self.network = network
        self.cluster = cluster
        self.address = address
        self.port = port
        self.hbonePort = hbonePort
        self.serviceAccount = serviceAccount
        self.provenance = provenance
    }

    /// Returns the same gateway with another address, as resolved from its host name (NI-55).
    public func at(_ address: String) -> Gateway {
        Gateway(
            network: network,
            cluster: cluster,
            address: address,
            port: port,
            hbonePort: hbonePort,
            serviceAccount: serviceAccount,
            provenance: provenance
        )
    }

    /// Compares all properties but the provenance (NI-53).
    public static func == (left: Gateway, right: Gateway) -> Bool {
        left.address == right.address && left.port == right.port && left.hbonePort == right.hbonePort
            && left.network == right.network && left.cluster == right.cluster
            && left.serviceAccount == right.serviceAccount
    }

    /// Hashes the properties that ``==(_:_:)`` compares.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(address)
        hasher.combine(port)
        hasher.combine(hbonePort)
        hasher.combine(network)
        hasher.combine(cluster)
        hasher.combine(serviceAccount)
    }
}

extension Gateway: Comparable {
    /// Orders by address text, then port (NI-59); network, cluster, HBONE port and account break ties (EG-R2).
    public static func < (left: Gateway, right: Gateway) -> Bool {
        if left.address != right.address { return left.address < right.address }
        return (left.port, left.network, left.cluster, left.hbonePort, left.serviceAccount)
            < (right.port, right.network, right.cluster, right.hbonePort, right.serviceAccount)
    }
}

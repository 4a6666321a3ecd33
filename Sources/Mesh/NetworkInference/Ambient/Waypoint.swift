internal import MeshModel
internal import MeshSources
internal import TextFormats

/// A waypoint, made of a Gateway (NI-118).
struct Waypoint {
    /// The port of the listener for captured traffic where no binding says otherwise.
    static let hbonePort = 15_008

    /// The key by which the waypoint's Service is found.
    enum Address: Hashable {
        /// By its host name.
        case hostname(String)
        /// By one of its addresses.
        case ip(AmbientAddress)
    }

    /// The Gateway's namespace.
    let namespace: String
    /// The key of its Service; `nil` while its status has no address of a known type.
    let address: Address?
    private let purpose: String
    private let admission: KubernetesGateway.NamespaceAdmission

    /// Makes it of a Gateway of any class; `nil` until its status has addresses.
    ///
    /// - Parameters:
    ///   - gateway: the Gateway.
    ///   - network: the network of its cluster.
    init?(_ gateway: KubernetesGateway, network: NetworkID) {
        guard !gateway.statusAddresses.isEmpty else { return nil }
        namespace = gateway.metadata.namespace
        address = Self.address(gateway.statusAddresses, network)
        purpose = gateway.metadata.labels[LabelKey.waypointFor] ?? "service"
        admission = Self.listener(of: gateway)?.admission ?? .same
    }

    /// Returns a Boolean value that indicates whether it serves the services of a namespace.
    func serves(_ namespace: String, labels: Labels) -> Bool {
        guard purpose == "service" || purpose == "all" else { return false }
        switch admission {
        case .same: return self.namespace == namespace
        case .all: return true
        case .selected(let selector): return selector.matches(labels)
        }
    }

    /// A host name goes before addresses: it is what services are known by.
    private static func address(_ addresses: [KubernetesGateway.Address], _ network: NetworkID) -> Address? {
        if let named = addresses.first(where: { $0.type == "Hostname" }) { return .hostname(named.value) }
        return addresses.lazy.filter { $0.type == "IPAddress" }.compactMap { IPAddress($0.value) }.first.map {
            .ip(AmbientAddress(network: network, address: $0))
        }
    }

    /// The listener whose `allowedRoutes` count: the one of the inbound binding, else the one for HBONE.
    private static func listener(of gateway: KubernetesGateway) -> KubernetesGateway.Listener? {
        boundListener(of: gateway) ?? gateway.listener(port: hbonePort, protocolName: "HBONE")
    }

    /// The listener that the annotation names by its port, or by the protocol `PROXY`.
    private static func boundListener(of gateway: KubernetesGateway) -> KubernetesGateway.Listener? {
        guard let text = gateway.metadata.annotations[LabelKey.waypointInboundBinding] else { return nil }
        let parts = text.parts(separatedBy: "/").map(String.init)
        guard parts.count <= 2, let name = parts.first, name == "NONE" || name == "PROXY" else { return nil }
        let port = parts.count == 2 ? Int(parts[1]) ?? 0 : 0
        if port != 0 { return gateway.listeners.first { $0.port == port } }
        return name == "PROXY" ? gateway.listeners.first { $0.protocolName == "istio.io/PROXY" } : nil
    }
}

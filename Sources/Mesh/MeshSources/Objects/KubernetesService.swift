public import MeshModel

/// A `v1` Service.
public struct KubernetesService: Equatable, Sendable {
    /// The target of a Service's port.
    public enum TargetPort: Hashable, Sendable {
        /// A port number.
        case number(Int)
        /// The name of a container's port.
        case name(String)
    }

    /// A port of a Service.
    public struct Port: Equatable, Sendable {
        /// The port's name; empty without one.
        public var name: String
        /// The service port.
        public var number: Int
        /// A Boolean value that indicates UDP.
        public var isUDP: Bool
        /// `appProtocol`; empty when it has none.
        public var application = ""
        /// The target, or `nil` if absent, which means the same number.
        public var target: TargetPort?
        /// The port on every node; 0 without one.
        public var nodePort: Int
    }

    /// One ingress point that a load balancer reported.
    public struct Ingress: Equatable, Sendable {
        /// The address; empty if only a name is known.
        public var ip: String
        /// The name; empty if only an address is known.
        public var hostname: String
    }

    /// The metadata.
    public var metadata: ObjectMetadata
    /// `ClusterIP`, `NodePort`, `LoadBalancer` or `ExternalName`.
    public var type: String
    /// The ports.
    public var ports: [Port]
    /// The labels of its pods; empty without a selector.
    public var selector: Labels
    /// `clusterIP: None`.
    public var isHeadless: Bool
    /// The number of cluster addresses.
    public var clusterIPs: [String]
    /// `spec.externalIPs`.
    public var externalIPs: [String]
    /// The target of an ExternalName Service.
    public var externalName: String
    /// `internalTrafficPolicy: Local`.
    public var isNodeLocal: Bool
    /// The value `externalTrafficPolicy: Local`: a node forwards traffic to its own pods only.
    public var isExternallyLocal: Bool
    /// The value of `spec.trafficDistribution`; empty if absent.
    public var trafficDistribution: String
    /// `status.loadBalancer.ingress`.
    public var ingress: [Ingress]

    init(_ object: ManifestMapping, cluster: ClusterID) throws(InputError) {
        metadata = try ObjectMetadata(object, kind: "Service", isNamespaced: true, cluster: cluster)
        let spec = try object.required("spec", "the Service's specification").mapping()
        let type = try spec.string("type")
        self.type = type.isEmpty ? "ClusterIP" : type
        ports = []
        for port in try spec.list("ports") { ports.append(try Self.port(port.mapping())) }
        selector = try spec["selector"]?.labels() ?? [:]
        let clusterIP = try spec.string("clusterIP")
        isHeadless = clusterIP == "None"
        clusterIPs = try spec["clusterIPs"]?.strings() ?? (clusterIP.isEmpty ? [] : [clusterIP])
        externalIPs = try spec["externalIPs"]?.strings() ?? []
        externalName = try spec.string("externalName")
        isNodeLocal = try spec.string("internalTrafficPolicy") == "Local"
        isExternallyLocal = try spec.string("externalTrafficPolicy") == "Local"
        trafficDistribution = try spec.string("trafficDistribution")
        ingress = []
        for item in try object.mapping("status")?.mapping("loadBalancer")?.list("ingress") ?? [] {
            let fields = try item.mapping()
            ingress.append(Ingress(ip: try fields.string("ip"), hostname: try fields.string("hostname")))
        }
    }

    private static func port(_ fields: ManifestMapping) throws(InputError) -> Port {
        let name = try fields.string("name")
        let number = try fields.required("port", "a port number").integer(1...65_535, "a port number")
        let layer = try fields.string("protocol")
        let application = try fields.string("appProtocol")
        var target: TargetPort?
        if let value = fields["targetPort"] {
            if let text = try? value.string() {
                target = .name(text)
            } else {
                target = .number(try value.integer(1...65_535, "a port number or a port's name"))
            }
        }
        return Port(
            name: name,
            number: number,
            isUDP: AppProtocol.isUDP(transport: layer, application: application, portName: name),
            application: application,
            target: target,
            nodePort: try fields["nodePort"]?.integer(0...65_535, "a port number") ?? 0
        )
    }
}

extension KubernetesService {
    /// Returns the number of the target of a port, or `nil` if there is no such port or its target is the name of a
    /// container's port.
    package func targetNumber(ofPort name: String) -> Int? {
        guard let port = ports.first(where: { $0.name == name }) else { return nil }
        switch port.target {
        case .number(let number): return number
        case .name: return nil
        case nil: return port.number
        }
    }
}

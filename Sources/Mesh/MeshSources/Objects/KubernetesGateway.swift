public import MeshModel

/// A `gateway.networking.k8s.io` Gateway.
public struct KubernetesGateway: Equatable, Sendable {
    /// A listener.
    public struct Listener: Equatable, Sendable {
        /// The port.
        public var port: Int
        /// The protocol as written.
        public var protocolName: String
        /// A Boolean value that indicates whether there is a `tls` section.
        public var hasTLS: Bool
        /// The value of `tls.options`.
        public var tlsOptions: Labels
        /// The namespaces admitted by `allowedRoutes`; by default the Gateway's own.
        public var admission = NamespaceAdmission.same
    }

    /// The namespaces that a listener admits.
    public enum NamespaceAdmission: Hashable, Sendable {
        /// The Gateway's own namespace.
        case same
        /// All namespaces.
        case all
        /// Namespaces with certain labels.
        case selected(LabelSelector)
    }

    /// An address.
    public struct Address: Equatable, Sendable {
        /// `IPAddress` or `Hostname`; the API server's default is filled in (NI-48).
        public var type: String
        /// The address; may be empty.
        public var value: String
    }

    /// The metadata.
    public var metadata: ObjectMetadata
    /// `spec.gatewayClassName`.
    public var className: String
    /// `spec.addresses`.
    public var addresses: [Address]
    /// `spec.listeners`.
    public var listeners: [Listener]
    /// `status.addresses`, types as written: nothing fills in a default.
    public var statusAddresses: [Address]

    init(_ object: ManifestMapping, cluster: ClusterID) throws(InputError) {
        metadata = try ObjectMetadata(object, kind: "Gateway", isNamespaced: true, cluster: cluster)
        let spec = try object.mapping("spec")
        className = try spec?.string("gatewayClassName") ?? ""
        addresses = []
        for item in try spec?.list("addresses") ?? [] {
            let fields = try item.mapping()
            let type = try fields.string("type")
            addresses.append(
                Address(type: type.isEmpty ? "IPAddress" : type, value: try fields.string("value"))
            )
        }
        statusAddresses = []
        for item in try object.mapping("status")?.list("addresses") ?? [] {
            let fields = try item.mapping()
            statusAddresses.append(Address(type: try fields.string("type"), value: try fields.string("value")))
        }
        listeners = []
        for item in try spec?.list("listeners") ?? [] {
            let fields = try item.mapping()
            let tls = try fields.mapping("tls")
            listeners.append(
                Listener(
                    port: try fields.required("port", "a port number").integer(1...65_535, "a port number"),
                    protocolName: try fields.string("protocol"),
                    hasTLS: tls != nil,
                    tlsOptions: try tls?["options"]?.labels() ?? [:],
                    admission: try Self.admission(fields.mapping("allowedRoutes")?.mapping("namespaces"))
                )
            )
        }
    }

    /// The listener on a port with a protocol, if there is one.
    public func listener(port: Int, protocolName: String) -> Listener? {
        listeners.first { $0.port == port && $0.protocolName == protocolName }
    }

    private static func admission(_ fields: ManifestMapping?) throws(InputError) -> NamespaceAdmission {
        switch try fields?.string("from") {
        case "All": return .all
        case "Selector": return .selected(try fields?["selector"].map(LabelSelector.init(_:)) ?? LabelSelector())
        default: return .same
        }
    }
}

public import MeshModel

/// Istio's MeshNetworks: the assignment of endpoints to networks, and the networks' gateways.
public struct MeshNetworks: Hashable, Sendable {
    /// One rule that assigns endpoints to a network.
    public enum EndpointRule: Hashable, Sendable {
        /// All endpoints of a cluster's API server.
        case fromRegistry(ClusterID)
        /// All endpoints in an address range, or `nil` for a bare address, which has no effect (NI-10).
        case fromCIDR(AddressPrefix?)
    }

    /// One rule with its place.
    public struct PlacedRule: Hashable, Sendable {
        /// The rule.
        public var rule: EndpointRule
        /// Its text.
        public var text: String
        /// The place.
        public var reference: ObjectReference
    }

    /// One gateway of a network.
    public struct GatewayRule: Hashable, Sendable {
        /// An IP address or host name; empty for a Service.
        public var address: String
        /// The host name of a Service in a claimed cluster; empty for an address.
        public var registryServiceName: String
        /// The port, 1 to 65535; there is no default (NI-34).
        public var port: Int
        /// The locality, without effect here as in the reference; empty if absent.
        public var locality: String
        /// The place.
        public var reference: ObjectReference
    }

    /// One network.
    public struct Network: Hashable, Sendable {
        /// The name.
        public var id: NetworkID
        /// The endpoint rules in order.
        public var endpoints: [PlacedRule]
        /// The gateways in order.
        public var gateways: [GatewayRule]
        /// The place.
        public var reference: ObjectReference
    }

    /// The networks, ascending by name.
    public var networks: [Network]

    /// Makes an empty list, which is the meaning of an absent document (NI-7).
    public init() { networks = [] }

    init(_ value: ManifestValue) throws(InputError) {
        networks = []
        for (name, body) in try value.mapping("the mesh networks").mapping("networks")?.entries ?? [] {
            networks.append(try Self.network(name, body))
        }
        networks.sort { $0.id < $1.id }
    }

    private static func network(_ name: String, _ body: ManifestValue) throws(InputError) -> Network {
        var network = Network(id: NetworkID(name), endpoints: [], gateways: [], reference: reference(name, body))
        guard !body.isNull else { return network }
        let fields = try body.mapping("a network")
        for item in try fields.list("endpoints") { network.endpoints.append(try endpointRule(item, name)) }
        for item in try fields.list("gateways") { network.gateways.append(try gatewayRule(item, name)) }
        return network
    }

    private static func reference(_ network: String, _ value: ManifestValue) -> ObjectReference {
        ObjectReference(
            kind: "MeshNetworks",
            namespace: "",
            name: network,
            cluster: .none,
            location: value.location
        )
    }

    private static func endpointRule(_ value: ManifestValue, _ network: String) throws(InputError) -> PlacedRule {
        let fields = try value.mapping("fromCidr or fromRegistry")
        let reference = reference(network, value)
        if let registry = fields["fromRegistry", or: "from_registry"] {
            let text = try registry.string("the id of a cluster")
            guard isLabel(text) else {
                throw InputError(
                    .value,
                    at: registry.location,
                    "\"\(text)\" cannot name a cluster, expected letters, digits and inner dashes, at most 63"
                )
            }
            return PlacedRule(rule: .fromRegistry(ClusterID(text)), text: text, reference: reference)
        }
        if let range = fields["fromCidr", or: "from_cidr"] {
            let text = try range.string("an address range such as 10.1.0.0/16")
            let prefix = AddressPrefix(text)
            guard prefix != nil || IPAddress(text) != nil else {
                throw InputError(
                    .value,
                    at: range.location,
                    "\"\(text)\" is no address range, expected one such as 10.1.0.0/16"
                )
            }
            return PlacedRule(rule: .fromCIDR(prefix), text: text, reference: reference)
        }
        throw InputError(.missing, at: value.location, "expected fromCidr or fromRegistry")
    }

    private static func gatewayRule(_ value: ManifestValue, _ network: String) throws(InputError) -> GatewayRule {
        let fields = try value.mapping("a gateway")
        let port = try fields.required("port", "a port; there is no default").integer(1...65_535, "a port number")
        let address = try fields.string("address")
        if !address.isEmpty, IPAddress(address) == nil, !isHostName(address) {
            throw InputError(
                .value,
                at: fields["address"]?.location ?? value.location,
                "\"\(address)\" is no address, expected an IP address or a host name"
            )
        }
        let service = try fields["registryServiceName", or: "registry_service_name"]?.string() ?? ""
        if address.isEmpty, !service.isEmpty, !isHostName(service) {
            throw InputError(
                .value,
                at: value.location,
                "\"\(service)\" is no host name, expected one of a Service"
            )
        }
        return GatewayRule(
            address: address,
            registryServiceName: service,
            port: port,
            locality: try fields.string("locality"),
            reference: reference(network, value)
        )
    }

    /// Returns a Boolean value that indicates whether a text is one DNS label, in any letter case (NI-8).
    private static func isLabel(_ text: some StringProtocol) -> Bool {
        let bytes = Array(text.utf8)
        guard (1...63).contains(bytes.count), bytes.first != UInt8(ascii: "-"), bytes.last != UInt8(ascii: "-")
        else { return false }
        return bytes.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"):
                true
            default: false
            }
        }
    }

    private static func isHostName(_ text: String) -> Bool {
        guard (1...255).contains(text.utf8.count) else { return false }
        let trimmed = text.hasSuffix(".") ? text.dropLast() : text[...]
        return trimmed.split(separator: ".", omittingEmptySubsequences: false).allSatisfy(isLabel)
    }
}

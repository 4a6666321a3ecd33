internal import MeshModel

/// A `discovery.k8s.io/v1` EndpointSlice.
public struct EndpointSlice: Equatable, Sendable {
    /// A port of every endpoint of the slice.
    public struct Port: Equatable, Sendable {
        /// The name of the service port; empty without one.
        public var name: String
        /// The number; 0 if absent (NI-80).
        public var number: Int
    }

    /// The object of a `targetRef` that is not a pod.
    public struct Target: Hashable, Sendable {
        /// The kind.
        public var kind: String
        /// The namespace; that of the slice if none is given.
        public var namespace: String
        /// The name.
        public var name: String
    }

    /// One endpoint of the slice.
    public struct Item: Equatable, Sendable {
        /// Its addresses.
        public var addresses: [String]
        /// The pod of `targetRef`: namespace and name.
        public var pod: ObjectName?
        /// `conditions.ready`; nil when absent.
        public var isReady: Bool?
        /// `conditions.serving`; nil when absent.
        public var isServing: Bool?
        /// `conditions.terminating`; nil when absent.
        public var isTerminating: Bool?
        /// `nodeName`; empty when absent.
        public var nodeName = ""
        /// `zone`; empty when absent.
        public var zone = ""
        /// The target of `targetRef` that is not a pod; nil when absent.
        public var target: Target?
        /// `hostname`; empty when absent.
        public var hostname = ""
    }

    /// The metadata.
    public var metadata: ObjectMetadata
    /// `IPv4`, `IPv6` or `FQDN`.
    public var addressType: String
    /// The ports.
    public var ports: [Port]
    /// The endpoints.
    public var endpoints: [Item]

    init(_ object: ManifestMapping, cluster: ClusterID) throws(InputError) {
        metadata = try ObjectMetadata(object, kind: "EndpointSlice", isNamespaced: true, cluster: cluster)
        addressType = try object.string("addressType")
        ports = []
        for port in try object.list("ports") {
            let fields = try port.mapping()
            let number = try fields["port"]?.integer(0...65_535, "a port number") ?? 0
            ports.append(Port(name: try fields.string("name"), number: number))
        }
        endpoints = []
        for item in try object.list("endpoints") {
            endpoints.append(try Self.item(item.mapping(), namespace: metadata.namespace))
        }
    }

    private static func item(_ fields: ManifestMapping, namespace: String) throws(InputError) -> Item {
        let conditions = try fields.mapping("conditions")
        var item = Item(
            addresses: try fields.required("addresses", "a list of addresses").strings("a list of addresses"),
            isReady: try conditions?["ready"]?.boolean(),
            isServing: try conditions?["serving"]?.boolean(),
            isTerminating: try conditions?["terminating"]?.boolean()
        )
        item.nodeName = try fields.string("nodeName")
        item.zone = try fields.string("zone")
        item.hostname = try fields.string("hostname")
        guard let target = try fields.mapping("targetRef") else { return item }
        let given = try target.string("namespace")
        let place = given.isEmpty ? namespace : given
        let kind = try target.string("kind")
        if kind == "Pod" {
            item.pod = ObjectName(namespace: place, name: try target.string("name"))
        } else {
            let name = try target.string("name")
            item.target = name.isEmpty ? nil : Target(kind: kind, namespace: place, name: name)
        }
        return item
    }
}

public import MeshModel

/// A `networking.istio.io` ServiceEntry.
public struct ServiceEntry: Equatable, Sendable {
    /// A port.
    public struct Port: Equatable, Sendable {
        /// The service port; 0 is allowed for Unix sockets.
        public var number: Int
        /// The name.
        public var name: String
        /// A Boolean value that indicates UDP.
        public var isUDP: Bool
        /// `protocol`; empty when it has none.
        public var protocolName = ""
        /// The endpoints' port; 0 if it is the same.
        public var targetPort: Int
    }

    /// An inline endpoint.
    public struct Inline: Equatable, Sendable {
        /// The description.
        public var spec: WorkloadEntrySpec
        /// The place.
        public var location: SourceLocation
    }

    /// An address that the control plane gave to a host.
    public struct AllocatedAddress: Equatable, Sendable {
        /// The host name.
        public var host: String
        /// The address.
        public var value: String
    }

    /// The metadata.
    public var metadata: ObjectMetadata
    /// The host names.
    public var hosts: [String]
    /// The service's own addresses or ranges, as written.
    public var addresses: [String]
    /// The addresses that the control plane gave to hosts, in the status.
    public var allocatedAddresses: [AllocatedAddress]
    /// The ports.
    public var ports: [Port]
    /// A Boolean value that indicates `MESH_INTERNAL`, not `MESH_EXTERNAL`.
    public var isMeshInternal: Bool
    /// The resolution: `NONE`, `STATIC`, `DNS`, `DNS_ROUND_ROBIN` or `DYNAMIC_DNS`.
    public var resolution: String
    /// The inline endpoints.
    public var endpoints: [Inline]
    /// The labels of the selected workloads, or `nil` without a selector (NI-101).
    public var workloadSelector: Labels?
    /// The visibility; empty for the mesh's default.
    public var exportTo: [String]

    init(_ object: ManifestMapping, cluster: ClusterID) throws(InputError) {
        metadata = try ObjectMetadata(object, kind: "ServiceEntry", isNamespaced: true, cluster: cluster)
        let spec = try object.required("spec", "the entry's specification").mapping()
        hosts = try spec.required("hosts", "a list of host names").strings("a list of host names")
        addresses = try spec["addresses"]?.strings() ?? []
        allocatedAddresses = []
        for item in try object.mapping("status")?.list("addresses") ?? [] {
            let fields = try item.mapping()
            allocatedAddresses.append(
                AllocatedAddress(host: try fields.string("host"), value: try fields.string("value"))
            )
        }
        ports = []
        for item in try spec.list("ports") {
            let fields = try item.mapping()
            let number = try fields.required("number", "a port number").integer(0...65_535, "a port number")
            ports.append(
                Port(
                    number: number,
                    name: try fields.string("name"),
                    isUDP: try fields.string("protocol").uppercased() == "UDP",
                    protocolName: try fields.string("protocol"),
                    targetPort: try fields["targetPort", or: "target_port"]?.integer(0...65_535, "a port number") ?? 0
                )
            )
        }
        isMeshInternal = try spec.string("location") == "MESH_INTERNAL"
        let resolution = try spec.string("resolution")
        self.resolution = resolution.isEmpty ? "NONE" : resolution
        guard ["NONE", "STATIC", "DNS", "DNS_ROUND_ROBIN", "DYNAMIC_DNS"].contains(self.resolution) else {
            throw InputError(
                .value,
                at: spec["resolution"]?.location ?? spec.value.location,
                "\"\(resolution)\" is no resolution, expected NONE, STATIC, DNS or DNS_ROUND_ROBIN"
            )
        }
        endpoints = []
        for item in try spec.list("endpoints") {
            endpoints.append(Inline(spec: try WorkloadEntrySpec(item.mapping()), location: item.location))
        }
        if let selector = try (spec["workloadSelector", or: "workload_selector"])?.mapping() {
            workloadSelector = try selector["labels"]?.labels() ?? [:]
        }
        exportTo = try spec["exportTo", or: "export_to"]?.strings() ?? []
    }
}

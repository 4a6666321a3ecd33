public import MeshModel

/// The description of one workload: a WorkloadEntry's spec, or an endpoint within a ServiceEntry.
public struct WorkloadEntrySpec: Equatable, Sendable {
    /// A port by the name of a service port.
    public struct Port: Equatable, Sendable {
        /// The name of the service port.
        public var name: String
        /// The number of the workload's port.
        public var number: Int
    }

    /// An IP address, host name or `unix://` path; empty if only the network is known (NI-22).
    public var address: String
    /// The ports by service port name.
    public var ports: [Port]
    /// The labels.
    public var labels: Labels
    /// The network; empty if absent.
    public var network: String
    /// The locality; empty if absent.
    public var locality: String
    /// The weight; 0 if absent.
    public var weight: UInt32
    /// A Boolean value that indicates whether the weight is given as 0, which counts as 1.
    public var isWeightZero: Bool
    /// The service account; empty if absent.
    public var serviceAccount: String

    init(_ fields: ManifestMapping) throws(InputError) {
        address = try fields.string("address")
        network = try fields.string("network")
        guard !address.isEmpty || !network.isEmpty else {
            throw InputError(
                .missing,
                at: fields.value.location,
                "neither address nor network is given, expected one of them"
            )
        }
        ports = []
        for (name, value) in try fields.mapping("ports")?.entries ?? [] {
            ports.append(Port(name: name, number: try value.integer(0...65_535, "a port number")))
        }
        labels = try fields["labels"]?.labels() ?? [:]
        locality = try fields.string("locality")
        weight = UInt32(try fields["weight"]?.integer(0...Int(UInt32.max), "a weight") ?? 0)
        isWeightZero = fields["weight"] != nil && weight == 0
        serviceAccount = try fields["serviceAccount", or: "service_account"]?.string() ?? ""
    }

    /// Returns the port with a name, or `nil` if it is absent or 0.
    public func port(named name: String) -> Int? {
        guard let found = ports.first(where: { $0.name == name }), found.number > 0 else { return nil }
        return found.number
    }
}

internal import MeshModel
package import MeshSources

extension BalancedAssignment {
    /// Reads a ClusterLoadAssignment, or the only one of a DiscoveryResponse's `resources`; unknown fields are ignored.
    ///
    /// - Throws: ``MeshSources/InputError`` with the place of what the client could not read.
    package init(reading value: ManifestValue) throws(InputError) {
        self = try AssignmentReader.assignment(try AssignmentReader.single(value))
    }
}

/// Reads assignments.
private enum AssignmentReader {
    /// Returns the only resource of a list or of a response.
    static func single(_ value: ManifestValue) throws(InputError) -> ManifestValue {
        if value.isList {
            let items = try value.list()
            guard items.count == 1, let item = items.first else {
                throw InputError(.value, at: value.location, "found \(items.count) items, expected one assignment")
            }
            return item
        }
        let fields = ProtoFields(try value.mapping("a ClusterLoadAssignment"))
        if let resources = fields["resources"], resources.isList { return try single(resources) }
        if let inner = fields["resource"] ?? fields["endpointConfig"], !inner.isScalar { return inner }
        return value
    }

    static func assignment(_ value: ManifestValue) throws(InputError) -> BalancedAssignment {
        let fields = ProtoFields(try value.mapping("a ClusterLoadAssignment"))
        guard fields["endpoints"] != nil || fields["clusterName"] != nil else {
            throw InputError(
                .missing,
                at: value.location,
                "neither clusterName nor endpoints found, expected a ClusterLoadAssignment"
            )
        }
        var localities: [BalancedAssignment.LocalityEndpoints] = []
        for item in try fields.list("endpoints") { localities.append(try locality(item)) }
        let policy = try fields.message("policy")
        return BalancedAssignment(
            name: try fields.text("clusterName"),
            localities: localities,
            overprovisioningFactor: Int(try policy?.integer("overprovisioningFactor", 1...UInt64(UInt32.max)) ?? 140),
            weighsPriorityHealth: try policy?.flag("weightedPriorityHealth") ?? false
        )
    }

    private static func locality(_ value: ManifestValue) throws(InputError) -> BalancedAssignment.LocalityEndpoints {
        let fields = try ProtoFields(value)
        let place = try fields.message("locality")
        var endpoints: [BalancedEndpoint] = []
        for item in try fields.list("lbEndpoints") { endpoints.append(try endpoint(item)) }
        return BalancedAssignment.LocalityEndpoints(
            locality: Locality(
                region: try place?.text("region") ?? "",
                zone: try place?.text("zone") ?? "",
                subzone: try place?.text("subZone") ?? ""
            ),
            priority: Int(try fields.integer("priority", 0...128) ?? 0),
            weight: try fields.integer("loadBalancingWeight", 0...UInt64(UInt32.max)).map { UInt32($0) },
            endpoints: endpoints
        )
    }

    private static func endpoint(_ value: ManifestValue) throws(InputError) -> BalancedEndpoint {
        let fields = try ProtoFields(value)
        let inner = try fields.message("endpoint")
        guard let address = inner?["address"] else {
            throw InputError(.missing, at: value.location, "an endpoint without endpoint.address, expected one")
        }
        return BalancedEndpoint(
            address: try EnvoyAddressReader.text(address),
            weight: UInt32(try fields.integer("loadBalancingWeight", 1...UInt64(UInt32.max)) ?? 1),
            health: try health(fields),
            metadata: try metadata(fields),
            hostname: try inner?.text("hostname") ?? ""
        )
    }

    private static func health(_ fields: ProtoFields) throws(InputError) -> AnnouncedHealth {
        let names = ["UNKNOWN", "HEALTHY", "UNHEALTHY", "DRAINING", "TIMEOUT", "DEGRADED"]
        guard let name = try fields.enumeration("healthStatus", numbered: names) else { return .unknown }
        guard let health = AnnouncedHealth(rawValue: name) else {
            let place = fields["healthStatus"]?.location ?? fields.mapping.value.location
            throw InputError(
                .value,
                at: place,
                "unknown health status \"\(name)\", expected one of \(names.joined(separator: ", "))"
            )
        }
        return health
    }

    /// The metadata under `envoy.lb`.
    private static func metadata(_ fields: ProtoFields) throws(InputError) -> [String: MetadataValue] {
        guard let filters = try fields.message("metadata")?.message("filterMetadata"),
            let own = filters.mapping["envoy.lb"], case .object(let members) = try own.metadata()
        else { return [:] }
        return members
    }
}

internal import MeshModel
internal import TextFormats

/// Reads a ClusterLoadAssignment in proto3 JSON, field names in either spelling.
enum LoadAssignmentReader {
    /// Envoy's default overprovisioning factor, which it also writes into its dumps.
    private static let defaultOverprovisioning: UInt32 = 140

    /// Returns a Boolean value that indicates whether a value looks like an assignment.
    static func recognises(_ value: JSONValue) -> Bool {
        guard case .string? = value.field("clusterName", "cluster_name") else { return false }
        return value.field("hostStatuses", "host_statuses") == nil
    }

    /// Reads an assignment.
    static func read(_ value: JSONValue) throws(DumpError) -> ComparableAssignment {
        var groups: [ComparableAssignment.Group] = []
        for (index, item) in try value.items("endpoints").enumerated() {
            do throws(DumpError) {
                groups.append(try group(item))
            } catch {
                throw error.within("endpoints[\(index)]")
            }
        }
        return ComparableAssignment(
            name: try value.text("clusterName", "cluster_name"),
            groups: merged(groups),
            policy: try policy(value.message("policy"))
        )
    }

    private static func group(_ value: JSONValue) throws(DumpError) -> ComparableAssignment.Group {
        var hosts: [ComparableHost] = []
        let items = try value.items("lbEndpoints", "lb_endpoints")
        hosts.reserveCapacity(items.count)
        for (index, item) in items.enumerated() {
            do throws(DumpError) {
                hosts.append(try host(item))
            } catch {
                throw error.within("lbEndpoints[\(index)]")
            }
        }
        return ComparableAssignment.Group(
            locality: try locality(value.message("locality")),
            priority: try value.number("priority") ?? 0,
            // An Envoy writes 0 into its dumps for a locality without weight, which counts like none.
            weight: try value.number("loadBalancingWeight", "load_balancing_weight").flatMap { $0 == 0 ? nil : $0 },
            hosts: hosts
        )
    }

    /// Merges the groups of one locality and priority as Envoy does: of several weights the last one counts.
    private static func merged(_ groups: [ComparableAssignment.Group]) -> [ComparableAssignment.Group] {
        struct Place: Hashable {
            let locality: Locality
            let priority: UInt32
        }
        var numbers: [Place: Int] = [:]
        var merged: [ComparableAssignment.Group] = []
        for group in groups {
            let place = Place(locality: group.locality, priority: group.priority)
            guard let number = numbers[place] else {
                numbers[place] = merged.count
                merged.append(group)
                continue
            }
            merged[number].hosts += group.hosts
            merged[number].weight = group.weight ?? merged[number].weight
        }
        return merged
    }

    /// Reads a locality, or the empty one if it is absent.
    static func locality(_ value: JSONValue?) throws(DumpError) -> Locality {
        guard let value else { return Locality() }
        return Locality(
            region: try value.text("region"),
            zone: try value.text("zone"),
            subzone: try value.text("subZone", "sub_zone")
        )
    }

    private static func host(_ value: JSONValue) throws(DumpError) -> ComparableHost {
        let endpoint = try value.message("endpoint")
        let further = try (endpoint ?? .object([])).items("additionalAddresses", "additional_addresses")
        var additional: [String] = []
        for item in further { additional.append(try HostAddressReader.text(item.field("address"))) }
        return ComparableHost(
            address: try HostAddressReader.text(endpoint?.field("address")),
            health: try health(value),
            weight: max(1, try value.number("loadBalancingWeight", "load_balancing_weight") ?? 1),
            metadata: try metadata(value.message("metadata")),
            hostname: try endpoint?.text("hostname") ?? "",
            additionalAddresses: additional
        )
    }

    private static func health(_ value: JSONValue) throws(DumpError) -> HostHealth {
        let name = try value.text("healthStatus", "health_status")
        return name.isEmpty ? .unknown : HostHealth(name)
    }

    private static func metadata(_ value: JSONValue?) throws(DumpError) -> JSONValue {
        try value?.message("filterMetadata", "filter_metadata")?.sorted ?? .object([])
    }

    private static func policy(_ value: JSONValue?) throws(DumpError) -> JSONValue? {
        guard case .object(let members)? = value else { return nil }
        let said = members.filter { member in
            guard ["overprovisioningFactor", "overprovisioning_factor"].contains(member.name),
                case .number(let number) = member.value
            else { return member.value != .null }
            return number.integer(as: UInt32.self) != defaultOverprovisioning
        }
        return said.isEmpty ? nil : JSONValue.object(said).sorted
    }
}

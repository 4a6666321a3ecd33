internal import MeshModel
internal import TextFormats

/// Reads one cluster of Envoy's `/clusters?format=json`; istioctl prints the same with the other spelling of names.
enum ClusterStatusReader {
    /// Returns a Boolean value that indicates whether a value looks like a cluster status.
    static func recognises(_ value: JSONValue) -> Bool {
        guard case .string? = value.field("name") else { return false }
        return ["hostStatuses", "host_statuses", "addedViaApi", "added_via_api", "circuitBreakers", "circuit_breakers"]
            .contains { value.field($0) != nil }
    }

    /// Reads a cluster status; hosts of a priority and locality become a group without weight.
    static func read(_ value: JSONValue) throws(DumpError) -> ComparableAssignment {
        var groups: [ComparableAssignment.Group] = []
        for (index, status) in try value.items("hostStatuses", "host_statuses").enumerated() {
            do throws(DumpError) {
                groups.append(
                    ComparableAssignment.Group(
                        locality: try LoadAssignmentReader.locality(status.message("locality")),
                        priority: try status.number("priority") ?? 0,
                        weight: nil,
                        hosts: [try host(status)]
                    )
                )
            } catch {
                throw error.within("hostStatuses[\(index)]")
            }
        }
        // Clusters of other names may request the endpoints of a service.
        let service = try value.text("edsServiceName", "eds_service_name")
        return ComparableAssignment(name: service.isEmpty ? try value.text("name") : service, groups: groups)
    }

    private static func host(_ status: JSONValue) throws(DumpError) -> ComparableHost {
        let health = try status.message("healthStatus", "health_status")?.text("edsHealthStatus", "eds_health_status")
        return ComparableHost(
            address: try HostAddressReader.text(status.field("address")),
            health: health.map { $0.isEmpty ? .unknown : HostHealth($0) } ?? .unknown,
            weight: max(1, try status.number("weight") ?? 1),
            hostname: try status.text("hostname")
        )
    }
}

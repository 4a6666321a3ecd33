internal import EnvoyMessages
internal import MeshModel
internal import TextFormats

/// Reads an Envoy's `/config_dump?include_eds`, or istiod's dump of what it sent in the same form.
enum ConfigDumpReader {
    /// Returns a Boolean value that indicates whether a value looks like a dump.
    static func recognises(_ value: JSONValue) -> Bool {
        guard case .array? = value.field("configs") else { return false }
        return true
    }

    /// Returns a Boolean value that indicates whether a value looks like a part of a dump that has endpoints.
    static func recognisesPart(_ value: JSONValue) -> Bool {
        [
            ("staticEndpointConfigs", "static_endpoint_configs"),
            ("dynamicEndpointConfigs", "dynamic_endpoint_configs"),
            ("endpointConfig", "endpoint_config"),
        ].contains { value.field($0.0, $0.1) != nil }
    }

    /// Reads a whole dump.
    ///
    /// - Throws: ``DumpError`` with code `unknown-form` for a dump without endpoints.
    static func read(_ value: JSONValue) throws(DumpError) -> Dump { try read(value.items("configs")) }

    /// Reads the parts of a dump.
    static func read(_ configs: [JSONValue]) throws(DumpError) -> Dump {
        var reading = Reading()
        for (index, config) in configs.enumerated() {
            do throws(DumpError) {
                try reading.receive(config)
            } catch {
                throw error.within("configs[\(index)]")
            }
        }
        guard reading.hasEndpoints else {
            throw DumpError(.unknownForm, "the dump has no endpoints, expected one of /config_dump?include_eds")
        }
        return reading.dump
    }

    private struct Reading {
        var hasEndpoints = false
        private var node: EnvoyNode?
        private var assignments: [String: ComparableAssignment] = [:]
        private var passedOver: [String: String] = [:]
        /// The names under which clusters request endpoints, by the clusters' own names.
        private var serviceNames: [String: String] = [:]

        /// The dump, without the clusters whose hosts come from a source other than EDS.
        var dump: Dump {
            var kept = assignments
            for name in passedOver.keys { kept[name] = nil }
            return Dump(
                kind: .configDump,
                node: node,
                proxies: [AssignmentSet.Proxy(node: node?.id, assignments: kept, passedOver: passedOver)],
                serviceNames: serviceNames
            )
        }

        mutating func receive(_ config: JSONValue) throws(DumpError) {
            if let given = config.field("bootstrap")?.field("node") {
                do throws(MessageError) {
                    node = try EnvoyNode(json: given, limits: DumpReader.nodeLimits)
                } catch {
                    throw DumpError(.type, error.message, path: "bootstrap.node")
                }
            }
            for (camel, snake) in [
                ("staticEndpointConfigs", "static_endpoint_configs"),
                ("dynamicEndpointConfigs", "dynamic_endpoint_configs"),
            ] {
                for entry in try config.items(camel, snake) { try receive(entry: entry) }
            }
            // With the parameter `resource` a page has the entries of a part only.
            try receive(entry: config)
            if (try config.text("@type")).hasSuffix(".EndpointsConfigDump") { hasEndpoints = true }
            for (camel, snake) in [
                ("staticClusters", "static_clusters"), ("dynamicActiveClusters", "dynamic_active_clusters"),
                ("dynamicWarmingClusters", "dynamic_warming_clusters"),
            ] {
                for entry in try config.items(camel, snake) {
                    if let cluster = try entry.message("cluster") { try receive(cluster: cluster) }
                }
            }
        }

        private mutating func receive(entry: JSONValue) throws(DumpError) {
            guard let value = try entry.message("endpointConfig", "endpoint_config") else { return }
            hasEndpoints = true
            let assignment = try LoadAssignmentReader.read(value)
            // Clusters that request the same name have the same hosts.
            if assignments[assignment.name] == nil { assignments[assignment.name] = assignment }
        }

        private mutating func receive(cluster: JSONValue) throws(DumpError) {
            let name = try cluster.text("name")
            let type = try cluster.text("type")
            guard let discovery = try cluster.message("edsClusterConfig", "eds_cluster_config") else {
                passedOver[name] = "a cluster of type \(type.isEmpty ? "STATIC" : type)"
                return
            }
            let service = try discovery.text("serviceName", "service_name")
            serviceNames[name] = service.isEmpty ? name : service
        }
    }
}

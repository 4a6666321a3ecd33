internal import MeshModel
public import MeshSources

extension ProtoDocument {
    /// Reads the clusters of an Envoy's `/config_dump`, by the names under which they ask for endpoints.
    ///
    /// - Throws: ``MeshSources/InputError`` with file, line and column.
    public static func clusters(ofDump file: SourceFile) throws(InputError) -> [String: ClusterSettings] {
        let found = try file.firstDocument({ (value) throws(InputError) in try ConfigDumpClusters.read(value) })
        return found ?? [:]
    }
}

/// Reads `envoy.admin.v3.ClustersConfigDump` out of a dump.
private enum ConfigDumpClusters {
    static func read(_ value: ManifestValue) throws(InputError) -> [String: ClusterSettings] {
        let fields = ProtoFields(try value.mapping("a config_dump"))
        var clusters: [String: ClusterSettings] = [:]
        for config in try fields.list("configs") {
            let config = try ProtoFields(config)
            for list in ["staticClusters", "dynamicWarmingClusters", "dynamicActiveClusters"] {
                for entry in try config.list(list) {
                    guard let cluster = try ProtoFields(entry)["cluster"] else { continue }
                    clusters[try name(cluster)] = try ClusterSettings(reading: cluster)
                }
            }
        }
        return clusters
    }

    /// The `service_name` of its EDS configuration, or its own name.
    private static func name(_ cluster: ManifestValue) throws(InputError) -> String {
        let fields = try ProtoFields(cluster)
        let service = try fields.message("edsClusterConfig")?.text("serviceName") ?? ""
        return service.isEmpty ? try fields.text("name") : service
    }
}

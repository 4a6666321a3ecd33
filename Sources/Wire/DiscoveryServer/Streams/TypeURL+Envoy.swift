internal import EnvoyMessages

extension TypeURL {
    /// The types whose wildcard requests delay the start of an Envoy (XP-A6).
    static let listenersAndClusters: Set<String> = [
        "type.googleapis.com/envoy.config.listener.v3.Listener",
        "type.googleapis.com/envoy.config.cluster.v3.Cluster",
    ]
}

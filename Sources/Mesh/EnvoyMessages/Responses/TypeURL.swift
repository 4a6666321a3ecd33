/// The type URLs with a name in this server.
public enum TypeURL {
    /// The resources of EDS.
    public static let clusterLoadAssignment = "type.googleapis.com/envoy.config.endpoint.v3.ClusterLoadAssignment"
}

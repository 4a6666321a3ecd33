/// The type URLs that this server knows by name.
public enum TypeURL {
    /// The resources of EDS.
    public static let clusterLoadAssignment = "type.googleapis.com/envoy.config.endpoint.v3.ClusterLoadAssignment"
}

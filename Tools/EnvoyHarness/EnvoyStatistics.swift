/// What an Envoy counts, at one moment.
public struct EnvoyStatistics: Sendable {
    private let values: [String: JSONValue]

    init(_ values: [String: JSONValue]) {
        self.values = values
    }

    /// The names of all values, sorted.
    public var names: [String] { values.keys.sorted() }

    /// A counter or gauge, such as `cluster_manager.warming_clusters`; nil if Envoy has none of that name.
    public func number(_ name: String) -> Int? { values[name]?.wholeNumber }

    /// A text, such as `control_plane.identifier`; nil if Envoy has none of that name.
    public func text(_ name: String) -> String? { values[name]?.text }

    /// A counter or gauge of a cluster, such as `update_success`; 0 if Envoy has none of that name.
    public func number(_ name: String, ofCluster cluster: String) -> Int {
        number("cluster.\(cluster.replacing(":", with: "_")).\(name)") ?? 0
    }
}

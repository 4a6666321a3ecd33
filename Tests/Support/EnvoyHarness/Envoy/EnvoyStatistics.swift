/// The statistics of an Envoy at one moment.
public struct EnvoyStatistics: Sendable {
    private let values: [String: JSONValue]

    init(_ values: [String: JSONValue]) {
        self.values = values
    }

    /// The names of all values, sorted.
    public var names: [String] { values.keys.sorted() }

    /// Returns a counter or gauge, such as `cluster_manager.warming_clusters`; nil if it does not exist.
    public func number(_ name: String) -> Int? { values[name]?.wholeNumber }

    /// Returns a text, such as `control_plane.identifier`; nil if it does not exist.
    public func text(_ name: String) -> String? { values[name]?.text }

    /// Returns a counter or gauge of a cluster, such as `update_success`; 0 if it does not exist.
    public func number(_ name: String, ofCluster cluster: String) -> Int {
        number(Self.name(name, ofCluster: cluster)) ?? 0
    }

    /// Returns the hash of the version of a cluster's endpoints, as text; nil if it does not exist.
    public func version(ofCluster cluster: String) -> String? {
        let value = values[Self.name("version", ofCluster: cluster)]
        // Hashes use all 64 bits.
        return value.flatMap { try? $0.serialized() }
    }

    private static func name(_ name: String, ofCluster cluster: String) -> String {
        "cluster.\(cluster.replacing(":", with: "_")).\(name)"
    }
}

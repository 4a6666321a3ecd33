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
        number(Self.name(name, ofCluster: cluster)) ?? 0
    }

    /// The hash of the version that a cluster's endpoints have, as text; nil if Envoy has none.
    public func version(ofCluster cluster: String) -> String? {
        let value = values[Self.name("version", ofCluster: cluster)]
        // Hashes take all 64 bits.
        return value.flatMap { try? $0.serialized() }
    }

    private static func name(_ name: String, ofCluster cluster: String) -> String {
        "cluster.\(cluster.replacing(":", with: "_")).\(name)"
    }
}

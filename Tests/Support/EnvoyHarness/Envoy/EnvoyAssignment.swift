/// The endpoints of a cluster as an Envoy's `/config_dump?include_eds` shows them.
public struct EnvoyAssignment: Hashable, Sendable {
    /// The cluster's name.
    public let cluster: String
    /// The endpoints in Envoy's order, which is by priority and locality.
    public let hosts: [EnvoyHost]
    /// The weight of each locality, in the order of the page; 0 if none is given.
    public let localityWeights: [Int]
    /// The whole entry, for further fields.
    public let json: JSONValue
}

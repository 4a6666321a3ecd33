/// The endpoints of a cluster as an Envoy's `/config_dump?include_eds` shows them.
public struct EnvoyAssignment: Hashable, Sendable {
    /// The cluster's name.
    public let cluster: String
    /// The endpoints in Envoy's order, which is by priority and locality.
    public let hosts: [EnvoyHost]
    /// The weight of each locality, in the order in which they are shown; 0 where none is given.
    public let localityWeights: [Int]
    /// The whole entry, for what is not named above.
    public let json: JSONValue
}

/// The name of a network: a set of workloads that can reach each other directly.
///
/// The empty name means "unknown"; it compares as the same network as every other (NI-30).
public struct NetworkID: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// The name in labels, MeshNetworks and proxy metadata.
    public let name: String

    /// Makes a network of the given name; the empty name is ``none``.
    public init(_ name: String) { self.name = name }

    /// The unknown network.
    public static let none = NetworkID("")

    /// A Boolean value that indicates whether the network is unknown.
    public var isEmpty: Bool { name.isEmpty }

    /// The name itself.
    public var description: String { name }

    /// Returns a Boolean value that indicates whether both networks are known and differ (NI-30).
    public func isApart(from other: NetworkID) -> Bool {
        !isEmpty && !other.isEmpty && name != other.name
    }

    /// Orders networks by the bytes of their names.
    public static func < (left: NetworkID, right: NetworkID) -> Bool { left.name < right.name }
}

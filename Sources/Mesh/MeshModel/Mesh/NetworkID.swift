/// The name of a network: a set of workloads that can reach each other directly.
///
/// The empty name means "not known"; it compares as the same network as everything (NI-30).
public struct NetworkID: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// The name as it stands in labels, MeshNetworks and proxy metadata.
    public let name: String

    /// Makes a network of the given name; the empty name is ``none``.
    public init(_ name: String) { self.name = name }

    /// The network of what nothing is known about.
    public static let none = NetworkID("")

    /// Whether no network is known.
    public var isEmpty: Bool { name.isEmpty }

    /// The name itself.
    public var description: String { name }

    /// Whether both are known to be apart: neither is empty and they differ (NI-30).
    public func isApart(from other: NetworkID) -> Bool {
        !isEmpty && !other.isEmpty && name != other.name
    }

    /// Orders networks by the bytes of their names.
    public static func < (left: NetworkID, right: NetworkID) -> Bool { left.name < right.name }
}

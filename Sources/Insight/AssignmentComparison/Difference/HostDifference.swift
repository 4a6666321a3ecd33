public import MeshModel

/// The state of a host on one side.
public struct HostState: Hashable, Sendable {
    /// The network, or `nil` if it is unknown.
    public let network: String?
    /// A Boolean value that indicates whether the host is a gateway, or `nil` if that is unknown.
    public let isGateway: Bool?
    /// The locality.
    public let locality: Locality
    /// The priority.
    public let priority: UInt32
    /// The health.
    public let health: HostHealth
    /// The weight.
    public let weight: UInt32
    /// The share of the requests of its priority, 0 to 1.
    public let share: Double
}

/// One different value.
public struct FieldDifference: Hashable, Sendable {
    /// The field.
    public let field: ComparedField
    /// The field's name; for metadata the path to the value, such as `metadata.istio.workload`.
    public let path: String
    /// The value before as text, or `nil` without one.
    public let before: String?
    /// The value after as text, or `nil` without one.
    public let after: String?

    var mirrored: FieldDifference { FieldDifference(field: field, path: path, before: after, after: before) }
}

/// A host that differs between the sides.
public struct HostDifference: Hashable, Sendable {
    /// The kind of difference.
    public enum Kind: String, Sendable {
        /// The host is on the second side only.
        case added
        /// The host is on the first side only.
        case removed
        /// The host is on both sides, with differences.
        case changed
    }

    /// The address.
    public let address: String
    /// The state on the first side, or `nil` for an added host.
    public let before: HostState?
    /// The state on the second side, or `nil` for a removed host.
    public let after: HostState?
    /// The differences of a changed host.
    public let fields: [FieldDifference]

    /// The kind of difference.
    public var kind: Kind { before == nil ? .added : after == nil ? .removed : .changed }

    var mirrored: HostDifference {
        HostDifference(address: address, before: after, after: before, fields: fields.map(\.mirrored))
    }

    /// Orders differences for output; the order is the same from both sides.
    static func precedes(_ left: HostDifference, _ right: HostDifference) -> Bool {
        if left.address != right.address { return left.address < right.address }
        return left.key < right.key
    }

    private var key: [String] {
        let states = [before, after].compactMap { $0 }.map { state in
            "\(state.network ?? "") \(state.priority) \(state.locality) \(state.weight) \(state.health)"
        }
        return states.sorted()
    }
}

extension [String] {
    fileprivate static func < (left: [String], right: [String]) -> Bool { left.lexicographicallyPrecedes(right) }
}

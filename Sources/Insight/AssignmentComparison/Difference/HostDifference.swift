public import MeshModel

/// What one side says of a host.
public struct HostState: Hashable, Sendable {
    /// The network; nil when it is not known.
    public let network: String?
    /// Whether it is a gateway; nil when it is not known.
    public let isGateway: Bool?
    /// The locality.
    public let locality: Locality
    /// The priority.
    public let priority: UInt32
    /// The health.
    public let health: HostHealth
    /// The weight.
    public let weight: UInt32
    /// The part of the requests of its priority, 0 to 1.
    public let share: Double
}

/// One value that is different.
public struct FieldDifference: Hashable, Sendable {
    /// The field.
    public let field: ComparedField
    /// The field's name; for metadata the way down to the value, such as `metadata.istio.workload`.
    public let path: String
    /// The value before, as text; nil when there was none.
    public let before: String?
    /// The value after, as text; nil when there is none.
    public let after: String?

    var mirrored: FieldDifference { FieldDifference(field: field, path: path, before: after, after: before) }
}

/// A host that is not the same on both sides.
public struct HostDifference: Hashable, Sendable {
    /// What became of it.
    public enum Kind: String, Sendable {
        /// It is on the second side only.
        case added
        /// It is on the first side only.
        case removed
        /// It is on both, with differences.
        case changed
    }

    /// The address.
    public let address: String
    /// What the first side says; nil for added ones.
    public let before: HostState?
    /// What the second side says; nil for removed ones.
    public let after: HostState?
    /// What is different of a changed one.
    public let fields: [FieldDifference]

    /// What became of it.
    public var kind: Kind { before == nil ? .added : after == nil ? .removed : .changed }

    var mirrored: HostDifference {
        HostDifference(address: address, before: after, after: before, fields: fields.map(\.mirrored))
    }

    /// The order in which differences are told: the same from both sides.
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

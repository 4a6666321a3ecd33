internal import MeshModel

/// What a translation read of a proxy: fields, and single labels.
public struct ProxyReading: Hashable, Sendable {
    private var fields: UInt16 = 0
    /// The labels that were read one by one, ascending.
    public private(set) var labelKeys: [String] = []

    /// A reading of nothing.
    public init() {}

    /// Notes that a field was read.
    mutating func insert(_ field: ProxyField) { fields |= 1 << UInt16(field.rawValue) }

    /// Notes that a label was read.
    mutating func insert(labelKey: String) {
        let position = labelKeys.firstIndex { $0 >= labelKey } ?? labelKeys.endIndex
        guard position == labelKeys.endIndex || labelKeys[position] != labelKey else { return }
        labelKeys.insert(labelKey, at: position)
    }

    /// Whether a field was read.
    public func contains(_ field: ProxyField) -> Bool { fields & (1 << UInt16(field.rawValue)) != 0 }
}

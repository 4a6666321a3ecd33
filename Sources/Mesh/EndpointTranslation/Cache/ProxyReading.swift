internal import MeshModel

/// The properties of a proxy that a translation read: fields, and single labels.
public struct ProxyReading: Hashable, Sendable {
    private var fields: UInt16 = 0
    /// The labels that were read individually, ascending.
    public private(set) var labelKeys: [String] = []

    /// Makes an empty reading.
    public init() {}

    /// Records that a field was read.
    mutating func insert(_ field: ProxyField) { fields |= 1 << UInt16(field.rawValue) }

    /// Records that a label was read.
    mutating func insert(labelKey: String) {
        let position = labelKeys.firstIndex { $0 >= labelKey } ?? labelKeys.endIndex
        guard position == labelKeys.endIndex || labelKeys[position] != labelKey else { return }
        labelKeys.insert(labelKey, at: position)
    }

    /// Returns a Boolean value that indicates whether a field was read.
    public func contains(_ field: ProxyField) -> Bool { fields & (1 << UInt16(field.rawValue)) != 0 }
}

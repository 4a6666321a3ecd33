public import MeshModel

/// The properties of a proxy that a translation read: fields, single labels, and single networks of its view.
public struct ProxyReading: Hashable, Sendable {
    private var fields: UInt16 = 0
    /// The labels that were read individually, ascending.
    public private(set) var labelKeys: [String] = []

    /// The networks that were looked up in the requested networks, ascending.
    ///
    /// They are networks of the mesh, so what a client requests beyond them never becomes part of a cache key.
    public private(set) var viewedNetworks: [NetworkID] = []

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

    /// Records that a network was looked up in the requested networks.
    mutating func insert(viewed network: NetworkID) {
        let position = viewedNetworks.firstIndex { $0 >= network } ?? viewedNetworks.endIndex
        guard position == viewedNetworks.endIndex || viewedNetworks[position] != network else { return }
        viewedNetworks.insert(network, at: position)
    }

    /// Returns a Boolean value that indicates whether a field was read.
    public func contains(_ field: ProxyField) -> Bool { fields & (1 << UInt16(field.rawValue)) != 0 }
}

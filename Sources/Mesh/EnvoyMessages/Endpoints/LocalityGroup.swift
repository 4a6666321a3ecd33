public import MeshModel

/// The endpoints of one locality and priority: `envoy.config.endpoint.v3.LocalityLbEndpoints`, by reference.
public struct LocalityGroup: Hashable, Sendable {
    /// The number of the field whose elements are the endpoints.
    static let elementNumber: UInt8 = 2

    /// One endpoint, given by the range of its packed bytes and its weight, or several that are copied unchanged.
    public struct Member: Hashable, Sendable {
        /// The range of the slab that ``LbEndpointEncoder`` or ``LbEndpointTemplate`` filled.
        public var bytes: Range<Int>

        /// A Boolean value that indicates whether the bytes are whole elements, any number of them, with tags, lengths
        /// and weights.
        public var areElements: Bool

        /// The number of the slab, if there are several.
        public var slab: Int

        /// The weight, from 1; nil omits it.
        public var weight: UInt32?

        /// Creates a reference.
        public init(bytes: Range<Int>, slab: Int = 0, weight: UInt32? = nil) {
            self.bytes = bytes
            self.slab = slab
            self.weight = weight
            areElements = false
        }

        /// Creates a reference to whole elements, as ``LbEndpointTemplate`` and ``AssignmentEncoder`` write them.
        public init(elements bytes: Range<Int>, slab: Int = 0) {
            self.bytes = bytes
            self.slab = slab
            areElements = true
        }
    }

    /// The locality; written even if all of its names are empty.
    public var locality: Locality

    /// The priority, 0 (the highest) to 128.
    public var priority: UInt32

    /// The locality's weight, from 1; nil omits it.
    public var weight: UInt32?

    /// The endpoints, in the order of the assignment.
    public var members: [Member]

    /// Creates a group.
    public init(locality: Locality, priority: UInt32 = 0, weight: UInt32? = nil, members: [Member] = []) {
        self.locality = locality
        self.priority = priority
        self.weight = weight
        self.members = members
    }
}

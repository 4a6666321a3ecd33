/// A PeerAuthentication, the mTLS modes of workloads (EG-M7).
public struct PeerAuthentication: Hashable, Sendable {
    /// The labels of its workloads; `nil` or empty for the whole namespace.
    public var selector: Labels?
    /// The mode for all ports; `unset` when absent.
    public var mode: PeerAuthenticationMode
    /// The modes of single workload ports, ascending by port.
    public var portLevel: [PortLevel]
    /// The creation time of the object, in seconds since 1970; the oldest one wins.
    public var creationTime: Int64
    /// The object.
    public var source: ObjectReference

    /// The mode of one workload port.
    public struct PortLevel: Hashable, Sendable {
        /// The port on the workload.
        public let port: Int
        /// Its mode.
        public let mode: PeerAuthenticationMode

        /// Makes an entry.
        public init(port: Int, mode: PeerAuthenticationMode) {
            self.port = port
            self.mode = mode
        }
    }

    /// Makes a policy.
    public init(
        selector: Labels?,
        mode: PeerAuthenticationMode,
        portLevel: [PortLevel],
        creationTime: Int64,
        source: ObjectReference
    ) {
        self.selector = selector
        self.mode = mode
        self.portLevel = portLevel
        self.creationTime = creationTime
        self.source = source
    }
}

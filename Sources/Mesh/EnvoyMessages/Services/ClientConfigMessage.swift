public import MeshModel

/// The resources of one client: `envoy.service.status.v3.ClientConfig` (XP-O3).
public struct ClientConfigMessage: Sendable {
    /// The state of a resource on the server's side: `envoy.service.status.v3.ConfigStatus`.
    public enum ConfigStatus: UInt8, Hashable, Sendable {
        /// Sent and acknowledged.
        case synced = 1
        /// Not sent.
        case notSent = 2
        /// Sent and not acknowledged.
        case stale = 3
        /// Rejected.
        case error = 4
    }

    /// The state of a resource on the client's side: `envoy.admin.v3.ClientResourceStatus`.
    public enum ResourceStatus: UInt8, Hashable, Sendable {
        /// Requested, without an accepted response yet.
        case requested = 1
        /// Requested, and reported as missing.
        case doesNotExist = 2
        /// Accepted.
        case acknowledged = 3
        /// Rejected.
        case rejected = 4
    }

    /// One resource that the client requests.
    public struct Resource: Hashable, Sendable {
        /// The name.
        public var name: String
        /// The version sent last; empty if there was none.
        public var version: String
        /// The packed content; nil omits it.
        public var content: [UInt8]?
        /// The state on the server's side.
        public var configStatus: ConfigStatus
        /// The state on the client's side.
        public var resourceStatus: ResourceStatus
        /// The time when the client last acknowledged or rejected it, in milliseconds since 1970; nil before.
        public var lastUpdated: Int64?
        /// The error that the client reported, if it rejected the resource.
        public var error: String?

        /// Makes a resource.
        public init(
            name: String,
            version: String,
            content: [UInt8]? = nil,
            lastUpdated: Int64? = nil,
            configStatus: ConfigStatus,
            resourceStatus: ResourceStatus,
            error: String? = nil
        ) {
            self.name = name
            self.version = version
            self.content = content
            self.lastUpdated = lastUpdated
            self.configStatus = configStatus
            self.resourceStatus = resourceStatus
            self.error = error
        }
    }

    /// The node of the client.
    public var node: EnvoyNode
    /// The scope, which distinguishes the streams of one node (XP-A8).
    public var scope: String
    /// The requested resources.
    public var resources: [Resource]
    /// The type of the resources.
    public var typeURL: String

    /// Makes a client's message.
    public init(
        node: EnvoyNode,
        scope: String,
        resources: [Resource],
        typeURL: String = TypeURL.clusterLoadAssignment
    ) {
        self.node = node
        self.scope = scope
        self.resources = resources
        self.typeURL = typeURL
    }

    /// Returns the message as an element of a ClientStatusResponse: responses are concatenations of these.
    ///
    /// - Throws: ``MessageError`` if the node cannot be packed.
    public func element() throws(MessageError) -> [UInt8] {
        var config: [UInt8] = []
        WireWriter.append(bytes: try EncodedNode(node).packed(), number: 1, to: &config)
        for resource in resources { WireWriter.append(bytes: encoded(resource), number: 3, to: &config) }
        WireWriter.append(text: scope, number: 4, to: &config)
        var output: [UInt8] = []
        WireWriter.append(bytes: config, number: 1, to: &output)
        return output
    }

    private func encoded(_ resource: Resource) -> [UInt8] {
        var output: [UInt8] = []
        WireWriter.append(text: typeURL, number: 1, to: &output)
        WireWriter.append(text: resource.name, number: 2, to: &output)
        WireWriter.append(text: resource.version, number: 3, to: &output)
        if let content = resource.content {
            var any: [UInt8] = []
            WireWriter.append(text: typeURL, number: 1, to: &any)
            WireWriter.append(bytes: content, number: 2, to: &any)
            WireWriter.append(bytes: any, number: 4, to: &output)
        }
        if let time = resource.lastUpdated {
            WireWriter.append(bytes: Self.timestamp(milliseconds: time), number: 5, to: &output)
        }
        output += [6 << 3, resource.configStatus.rawValue, 7 << 3, resource.resourceStatus.rawValue]
        if let error = resource.error {
            var state: [UInt8] = []
            WireWriter.append(text: error, number: 3, to: &state)
            WireWriter.append(bytes: state, number: 8, to: &output)
        }
        return output
    }

    /// Encodes a `google.protobuf.Timestamp`.
    private static func timestamp(milliseconds: Int64) -> [UInt8] {
        let (seconds, rest) = max(0, milliseconds).quotientAndRemainder(dividingBy: 1_000)
        var output: [UInt8] = []
        for (number, value) in [(UInt8(1), seconds), (2, rest * 1_000_000)] where value != 0 {
            output.append(number << 3)
            WireWriter.append(varint: UInt64(value), to: &output)
        }
        return output
    }
}

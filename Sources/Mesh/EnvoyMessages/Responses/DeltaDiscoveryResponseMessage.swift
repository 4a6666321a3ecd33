internal import CEnvoyAPI

/// An incremental response as decoded by a client: `envoy.service.discovery.v3.DeltaDiscoveryResponse`.
///
/// For simulated clients and for tests; a server only encodes responses.
public struct DeltaDiscoveryResponseMessage: Hashable, Sendable {
    /// One named resource: an `envoy.service.discovery.v3.Resource`.
    public struct Resource: Hashable, Sendable {
        /// The resource's name.
        public var name: String

        /// The resource's version.
        public var version: String

        /// The resource; nil for a heartbeat.
        public var resource: DiscoveryResponseMessage.Resource?

        /// The time for which the resource may be kept without a heartbeat; nil means no limit.
        public var ttl: Duration?

        init(_ resource: UnsafePointer<Envoy__Service__Discovery__V3__Resource>) {
            name = String(cString: resource.pointee.name)
            version = String(cString: resource.pointee.version)
            self.resource = resource.pointee.resource.map { DiscoveryResponseMessage.Resource($0) }
            ttl = resource.pointee.ttl.map {
                .seconds($0.pointee.seconds) + .nanoseconds(Int64($0.pointee.nanos))
            }
        }
    }

    /// The version of the whole set, for information only.
    public var systemVersionInfo: String

    /// The resources that are new or changed, in the order of the response.
    public var resources: [Resource]

    /// The type of the resources.
    public var typeURL: String

    /// The nonce that the client's acknowledgement must repeat.
    public var nonce: String

    /// The names of the resources that do not exist, or no longer exist.
    public var removedResources: [String]

    /// The identifier of the server; empty if it is not sent.
    public var controlPlaneIdentifier: String

    /// Decodes a packed response.
    ///
    /// - Throws: ``MessageError`` if the bytes are not such a message or exceed a limit (XP-H22).
    public init(decoding bytes: [UInt8], limits: MessageLimits = .trusted) throws(MessageError) {
        self = try bytes.span.bytes.withUnsafeBytes { buffer throws(MessageError) in
            let message = try UnpackedMessage(.deltaDiscoveryResponse, from: buffer, limits: limits)
            return try message.withMessage(as: Envoy__Service__Discovery__V3__DeltaDiscoveryResponse.self) {
                DeltaDiscoveryResponseMessage($0)
            }
        }
    }

    private init(_ response: Envoy__Service__Discovery__V3__DeltaDiscoveryResponse) {
        systemVersionInfo = String(cString: response.system_version_info)
        resources = UnsafeBufferPointer(start: response.resources, count: response.n_resources)
            .compactMap { $0.map { Resource($0) } }
        typeURL = String(cString: response.type_url)
        nonce = String(cString: response.nonce)
        removedResources = UnsafeBufferPointer(
            start: response.removed_resources,
            count: response.n_removed_resources
        ).compactMap { $0.map { String(cString: $0) } }
        controlPlaneIdentifier = response.control_plane.map { String(cString: $0.pointee.identifier) } ?? ""
    }
}

internal import CEnvoyAPI

/// A state-of-the-world response as decoded by a client: `envoy.service.discovery.v3.DiscoveryResponse`.
///
/// For simulated clients and for tests; a server only encodes responses.
public struct DiscoveryResponseMessage: Hashable, Sendable {
    /// One resource: a `google.protobuf.Any`.
    public struct Resource: Hashable, Sendable {
        /// The type of the resource.
        public var typeURL: String

        /// The packed resource.
        public var value: [UInt8]

        /// Creates a resource.
        public init(typeURL: String, value: [UInt8]) {
            self.typeURL = typeURL
            self.value = value
        }

        init(_ any: UnsafePointer<Google__Protobuf__Any>?) {
            typeURL = any.map { String(cString: $0.pointee.type_url) } ?? ""
            let value = any?.pointee.value
            self.value = [UInt8](UnsafeBufferPointer(start: value?.data, count: value?.len ?? 0))
        }
    }

    /// The version of the resources.
    public var versionInfo: String

    /// The resources, in the order of the response.
    public var resources: [Resource]

    /// The type of the resources.
    public var typeURL: String

    /// The nonce that the client's acknowledgement must repeat.
    public var nonce: String

    /// The identifier of the server; empty if it is not sent.
    public var controlPlaneIdentifier: String

    /// Decodes a packed response.
    ///
    /// - Throws: ``MessageError`` if the bytes are not such a message or exceed a limit (XP-H22).
    public init(decoding bytes: [UInt8], limits: MessageLimits = .trusted) throws(MessageError) {
        self = try bytes.span.bytes.withUnsafeBytes { buffer throws(MessageError) in
            let message = try UnpackedMessage(.discoveryResponse, from: buffer, limits: limits)
            return try message.withMessage(as: Envoy__Service__Discovery__V3__DiscoveryResponse.self) {
                DiscoveryResponseMessage($0)
            }
        }
    }

    private init(_ response: Envoy__Service__Discovery__V3__DiscoveryResponse) {
        versionInfo = String(cString: response.version_info)
        resources = UnsafeBufferPointer(start: response.resources, count: response.n_resources).map {
            Resource($0)
        }
        typeURL = String(cString: response.type_url)
        nonce = String(cString: response.nonce)
        controlPlaneIdentifier = response.control_plane.map { String(cString: $0.pointee.identifier) } ?? ""
    }
}

internal import CEnvoyAPI

/// The status of a service: `grpc.health.v1.HealthCheckResponse.ServingStatus`.
public enum ServingStatus: UInt8, Hashable, Sendable {
    /// Unknown.
    case unknown = 0
    /// Serving.
    case serving = 1
    /// Not serving, or about to stop.
    case notServing = 2
    /// Unknown service; only sent to watches (XP-O1).
    case serviceUnknown = 3
}

/// The messages of `grpc.health.v1`.
public enum HealthMessages {
    /// Decodes the service of a packed HealthCheckRequest; empty for the whole server.
    ///
    /// - Throws: ``MessageError`` if the bytes are not such a message or exceed a limit (XP-H20, XP-H22).
    public static func service(
        decoding bytes: UnsafeRawBufferPointer,
        limits: MessageLimits = MessageLimits()
    ) throws(MessageError) -> String {
        let message = try UnpackedMessage(.healthCheckRequest, from: bytes, limits: limits)
        return try message.withMessage(as: Grpc__Health__V1__HealthCheckRequest.self) { request throws(MessageError) in
            try WireText.copy(request.service, limit: limits.nameBytes)
        }
    }

    /// Encodes a HealthCheckResponse.
    public static func response(_ status: ServingStatus) -> [UInt8] {
        status == .unknown ? [] : [1 << 3 | WireType.varint.rawValue, status.rawValue]
    }

    /// Encodes a HealthListResponse, sorted by service.
    public static func list(_ statuses: [String: ServingStatus]) -> [UInt8] {
        var output: [UInt8] = []
        for (service, status) in statuses.sorted(by: { $0.key < $1.key }) {
            var entry: [UInt8] = []
            WireWriter.append(text: service, number: 1, to: &entry)
            WireWriter.append(bytes: response(status), number: 2, to: &entry)
            WireWriter.append(bytes: entry, number: 1, to: &output)
        }
        return output
    }
}

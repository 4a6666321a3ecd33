/// The header and trailer lists of responses (XP-H30, XP-H33, XP-H34).
enum GRPCResponseFields {
    /// Returns the first HEADERS frame (XP-H30); "+proto" is echoed, other subtypes are not.
    static func initial(requestContentType: String, metadata: [HTTPField] = []) -> [HTTPField] {
        [HTTPField(":status", "200"), contentType(requestContentType)] + metadata
    }

    /// Returns the last HEADERS frame, after payload or initial headers (XP-H33).
    static func trailers(_ status: GRPCStatus, metadata: [HTTPField] = []) -> [HTTPField] {
        var fields = [HTTPField("grpc-status", String(status.code.rawValue))]
        if !status.message.isEmpty {
            fields.append(HTTPField("grpc-message", GRPCMessageEncoding.encode(status.message)))
        }
        return fields + metadata
    }

    /// Returns the only HEADERS frame of a call without payload, which also needs the content type (XP-H34).
    static func trailersOnly(
        _ status: GRPCStatus,
        httpStatus: Int = 200,
        requestContentType: String = "",
        metadata: [HTTPField] = []
    ) -> [HTTPField] {
        [HTTPField(":status", String(httpStatus)), contentType(requestContentType)]
            + trailers(status, metadata: metadata)
    }

    /// The coding that the peer may use after it sent a message in an unsupported one (XP-H17).
    static let acceptedEncodings = HTTPField("grpc-accept-encoding", "identity")

    private static func contentType(_ requested: String) -> HTTPField {
        HTTPField(
            "content-type",
            requested.hasPrefix("application/grpc+proto") ? "application/grpc+proto" : "application/grpc"
        )
    }
}

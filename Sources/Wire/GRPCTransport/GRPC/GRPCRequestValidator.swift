/// The check that a header list is a gRPC request (XP-H10 to XP-H14).
enum GRPCRequestValidator {
    enum Decision: Hashable {
        case accept(GRPCRequestHead)
        case reject(GRPCRejection)
    }

    static func decide(_ head: HTTPRequestHead) -> Decision {
        guard head.method == "POST" else {
            return .reject(GRPCRejection(http: 405, GRPCStatus(.internal, "invalid method, expected POST")))
        }
        let contentType = head.firstValue(of: "content-type") ?? ""
        guard isGRPC(contentType: contentType) else {
            return .reject(
                GRPCRejection(http: 415, GRPCStatus(.invalidArgument, "expected content type application/grpc"))
            )
        }
        let timeoutText = head.firstValue(of: "grpc-timeout")
        let timeout = timeoutText.flatMap(GRPCTimeout.init)
        guard timeoutText == nil || timeout != nil else {
            return .reject(
                GRPCRejection(
                    http: 400,
                    GRPCStatus(.internal, "invalid grpc-timeout, expected 1 to 8 digits and one of H M S m u n")
                )
            )
        }
        guard let (service, method) = split(path: head.path) else {
            return .reject(
                GRPCRejection(http: 200, GRPCStatus(.unimplemented, "malformed path, expected /service/method"))
            )
        }
        return .accept(
            GRPCRequestHead(
                path: head.path,
                service: service,
                method: method,
                authority: head.authority,
                contentType: contentType,
                timeout: timeout,
                encoding: head.firstValue(of: "grpc-encoding"),
                acceptsTrailers: head.firstValue(of: "te") == "trailers",
                metadata: head.fields
            )
        )
    }

    /// Accepts "application/grpc", then the end, "+" or ";" (XP-H11); "+json" is another message format and is
    /// rejected.
    static func isGRPC(contentType: String) -> Bool {
        let prefix = "application/grpc"
        let text = contentType.lowercased()
        guard text.hasPrefix(prefix) else { return false }
        let rest = text.dropFirst(prefix.count)
        guard let next = rest.first else { return true }
        if next == ";" { return true }
        return next == "+" && !rest.hasPrefix("+json")
    }

    /// Splits "/a/b" into its two parts; nil unless both, and only these, are present (XP-H14).
    private static func split(path: String) -> (service: String, method: String)? {
        let parts = path.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 3, parts[0].isEmpty, !parts[1].isEmpty, !parts[2].isEmpty else { return nil }
        return (String(parts[1]), String(parts[2]))
    }
}

/// The rejection of a request because of its headers.
struct GRPCRejection: Hashable {
    /// The ":status" of the response.
    var httpStatus: Int
    /// The status for clients that read trailers first (XP-H11).
    var status: GRPCStatus

    init(http httpStatus: Int, _ status: GRPCStatus) {
        self.httpStatus = httpStatus
        self.status = status
    }
}

internal import AsyncHTTPClient
internal import NIOCore
internal import NIOHTTP1
internal import NIOHTTPCompression
internal import NIOPosix
internal import NIOSSL

extension KubernetesError {
    /// Converts an error of the HTTP client.
    ///
    /// - Parameters:
    ///   - error: the error.
    /// - address: the host and port of the server.
    /// - hasAnswer: true if the response had begun.
    init(connection error: any Error, to address: String, hasAnswer: Bool) {
        switch error {
        case let error as KubernetesError: self = error
        case let error as HTTPClientError: self = Self.client(error, address, hasAnswer)
        case let error as NIOConnectionError: self = Self.connection(error)
        case is NIOSSLError, is NIOSSLExtraError, is BoringSSLError: self = Self.tls(error)
        case HTTPParserError.invalidEOFState:
            self.init(
                hasAnswer ? .interrupted : .unreachable,
                "\(address): the connection was closed \(hasAnswer ? "during" : "before") the response"
            )
        case is HTTPParserError: self.init(.malformed, "the server sent invalid HTTP")
        case NIOHTTPDecompression.DecompressionError.limit: self.init(.limit, "response too large")
        case is NIOHTTPDecompression.DecompressionError, is NIOHTTPDecompression.ExtraDecompressionError:
            self.init(.malformed, "the server sent invalid compressed data")
        case let error as IOError:
            self.init(hasAnswer ? .interrupted : .unreachable, "\(address): \(Self.reason(error))")
        case ChannelError.connectTimeout: self.init(.unreachable, "\(address): connection timed out")
        case is ChannelError:
            self.init(hasAnswer ? .interrupted : .unreachable, "\(address): the connection was closed")
        case is CancellationError: self.init(.interrupted, "stopped")
        default: self.init(hasAnswer ? .interrupted : .unreachable, "\(address): \(type(of: error))")
        }
    }

    private static func client(_ error: HTTPClientError, _ address: String, _ hasAnswer: Bool) -> KubernetesError {
        switch error {
        case .connectTimeout, .tlsHandshakeTimeout, .getConnectionFromPoolTimeout:
            KubernetesError(.unreachable, "\(address): connection timed out")
        case .remoteConnectionClosed, .uncleanShutdown:
            hasAnswer
                ? KubernetesError(.interrupted, "\(address): the connection was closed during the response")
                : KubernetesError(.unreachable, "\(address): the connection was closed before the response")
        default: KubernetesError(hasAnswer ? .interrupted : .unreachable, "\(address): \(error.shortDescription)")
        }
    }

    private static func connection(_ error: NIOConnectionError) -> KubernetesError {
        if error.connectionErrors.isEmpty, error.dnsAError != nil || error.dnsAAAAError != nil {
            return KubernetesError(.unreachable, "host \(error.host) not found")
        }
        var shown = "connection failed"
        if let first = error.connectionErrors.first?.error {
            shown = (first as? IOError).map { reason($0) } ?? "\(first)"
        }
        return KubernetesError(.unreachable, "\(error.host):\(error.port): \(shown)")
    }

    private static func reason(_ error: IOError) -> String {
        // In "connect(descriptor:addr:size:): Connection refused) (errno: 111)" only the middle is for users.
        let text = error.description
        let parts = text.split(separator: ": ")
        guard parts.count >= 2 else { return text }
        let reason = parts[1].split(separator: " (errno").first ?? parts[1]
        return String(reason.hasSuffix(")") ? reason.dropLast() : reason)
    }

    private static func tls(_ error: any Error) -> KubernetesError {
        let text = "\(error)"
        let message: String
        if text.contains("CERTIFICATE_VERIFY_FAILED") {
            message = "the server's certificate was not issued by the configured authorities, or has expired"
        } else if text.contains("HOSTNAME") || text.contains("Hostname") || text.contains("hostname") {
            message = "the server's certificate is for another name"
        } else if text.contains("ALERT") {
            message = "the server closed the TLS connection; it may require another client certificate"
        } else if text.contains("WRONG_VERSION_NUMBER") {
            message = "the server does not speak TLS"
        } else {
            message = "TLS handshake failed"
        }
        return KubernetesError(.tls, message)
    }
}

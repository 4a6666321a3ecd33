internal import GRPCTransport
internal import MeshModel
internal import TextFormats

/// An `address:port` or `unix:/path` to listen on.
struct ListenAddress: CustomStringConvertible {
    /// The maximum length of a Unix socket's path in bytes: `sun_path` without its final zero, on the strictest system.
    private static let maximumPathLength = 103

    /// The address in the server's form.
    let address: GRPCServer.Address

    /// Parses `host:port`, an IPv6 host in brackets, or `unix:` and the path of a socket.
    init(_ text: String) throws {
        if text.hasPrefix("unix:") {
            let path = String(text.dropFirst("unix:".count))
            guard (1...Self.maximumPathLength).contains(path.utf8.count), !path.utf8.contains(0) else {
                throw CommandFailure(
                    .usage,
                    "invalid socket \"\(text)\": expected unix: and a path of 1 to \(Self.maximumPathLength) bytes"
                )
            }
            address = .unixSocket(path: path)
            return
        }
        guard let colon = text.lastIndex(of: ":"), let port = Int(text[text.index(after: colon)...]),
            (0...65_535).contains(port), colon != text.startIndex
        else {
            throw CommandFailure(
                .usage,
                "invalid listen address \"\(text)\": expected for example 127.0.0.1:18000 or unix:/run/eds.sock"
            )
        }
        let host = text[..<colon]
        let isBracketed = host.hasPrefix("[") && host.hasSuffix("]")
        address = .hostname(isBracketed ? String(host.dropFirst().dropLast()) : String(host), port: port)
    }

    /// A Boolean value that indicates whether only this machine can reach the address.
    var isLocal: Bool {
        guard case .hostname(let host, _) = address, host != "localhost" else { return true }
        guard let address = IPAddress(host) else { return false }
        return address.family == .v4 ? address.bits >> 24 == 127 : address.bits == 1
    }

    /// The text form of the address.
    var description: String { description(port: nil) }

    /// Returns the text form of the address, with the actual port for port 0.
    func description(port taken: Int?) -> String {
        switch address {
        case .unixSocket(let path): "unix:\(path)"
        case .hostname(let host, let port): AddressText.hostPort(host, taken ?? port)
        }
    }
}

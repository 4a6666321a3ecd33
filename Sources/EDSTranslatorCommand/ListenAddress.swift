internal import MeshModel

/// An `address:port` to listen on.
struct ListenAddress {
    let host: String
    let port: Int

    /// Reads `host:port`, an IPv6 host in brackets.
    init(_ text: String) throws {
        guard let colon = text.lastIndex(of: ":"), let port = Int(text[text.index(after: colon)...]),
            (0...65_535).contains(port), colon != text.startIndex
        else { throw CommandFailure(.usage, "\(text) is no address to listen on, expected such as 127.0.0.1:18000") }
        let host = text[..<colon]
        self.port = port
        self.host = host.hasPrefix("[") && host.hasSuffix("]") ? String(host.dropFirst().dropLast()) : String(host)
    }

    /// Whether only this machine can reach it.
    var isLoopback: Bool {
        if host == "localhost" { return true }
        guard let address = IPAddress(host) else { return false }
        return address.family == .v4 ? address.bits >> 24 == 127 : address.bits == 1
    }
}

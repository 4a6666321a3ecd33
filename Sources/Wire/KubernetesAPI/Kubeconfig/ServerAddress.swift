internal import TextFormats

/// The address of an API server: scheme, host, port, and path prefix.
public struct ServerAddress: Hashable, Sendable, CustomStringConvertible {
    /// A Boolean value that indicates whether TLS is used.
    public let isSecure: Bool
    /// The host name or address; an IPv6 address without brackets.
    public let host: String
    /// The port.
    public let port: Int
    /// The prefix of every path; empty, or with a slash at its beginning and none at its end.
    public let path: String

    /// Reads a URL, such as `https://10.0.0.1:6443`; nil if it is not a server's or contains a password.
    public init?(_ url: String) {
        guard let colon = url.firstRange(of: "://") else { return nil }
        switch url[..<colon.lowerBound].lowercased() {
        case "https": isSecure = true
        case "http": isSecure = false
        default: return nil
        }
        let rest = url[colon.upperBound...]
        // URLs of API servers have no user name, password, query or fragment.
        guard rest.utf8.allSatisfy({ (0x21...0x7E).contains($0) }), !rest.contains(where: { "@?#%".contains($0) })
        else { return nil }
        let authority = rest.prefix { $0 != "/" }
        let path = rest[authority.endIndex...]
        self.path = path.allSatisfy { $0 == "/" } ? "" : path.last == "/" ? String(path.dropLast()) : String(path)
        guard let (host, port) = Self.parts(of: authority) else { return nil }
        guard let port else {
            (self.host, self.port) = (host, isSecure ? 443 : 80)
            return
        }
        guard let number = Int(port), (1...65_535).contains(number) else { return nil }
        (self.host, self.port) = (host, number)
    }

    /// The normalized URL.
    public var description: String { "\(isSecure ? "https" : "http")://\(bracketedHost):\(port)\(path)" }

    /// The host in the form for URLs.
    var bracketedHost: String { AddressText.bracketed(host) }

    private static func parts(of authority: Substring) -> (host: String, port: String?)? {
        if authority.hasPrefix("[") {
            guard let end = authority.firstIndex(of: "]") else { return nil }
            let host = authority[authority.index(after: authority.startIndex)..<end]
            let rest = authority[authority.index(after: end)...]
            guard host.contains(":"), rest.isEmpty || rest.hasPrefix(":") else { return nil }
            return (String(host), rest.isEmpty ? nil : String(rest.dropFirst()))
        }
        let parts = authority.split(separator: ":", omittingEmptySubsequences: false)
        guard (1...2).contains(parts.count), let host = parts.first, !host.isEmpty else { return nil }
        return (String(host), parts.count == 2 ? String(parts[1]) : nil)
    }
}

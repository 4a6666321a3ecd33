/// The texts of network addresses.
public enum AddressText {
    /// Returns `host:port`, with brackets around an IPv6 address.
    public static func hostPort(_ host: String, _ port: some CustomStringConvertible) -> String {
        "\(bracketed(host)):\(port)"
    }

    /// Returns `host:port`; the host alone if the port is 0, `no address` if the host is empty.
    public static func endpoint(_ host: String, _ port: Int) -> String {
        guard !host.isEmpty else { return "no address" }
        return port == 0 ? host : hostPort(host, port)
    }

    /// Returns the host for the authority of a URL: an IPv6 address in brackets.
    public static func bracketed(_ host: String) -> String {
        host.utf8.contains(UInt8(ascii: ":")) ? "[\(host)]" : host
    }
}

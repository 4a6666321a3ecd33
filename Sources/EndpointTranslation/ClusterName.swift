internal import MeshModel

/// The name of an EDS cluster, taken apart (section 1 of the generation notes).
public struct ClusterName: Hashable, Sendable {
    /// `outbound`, `inbound`, `inbound-vip`, or anything else: it is not checked (C-3).
    public let direction: String
    /// The service port; 0 when it is no number (C-4).
    public let port: Int
    /// The subset; empty for the whole service.
    public let subset: String
    /// The service's host name; empty when the name is none of a cluster (C-9).
    public let hostname: String
    /// Whether it is a name for routing by SNI, `outbound_.port_.subset_.host` (C-2).
    public let isSNIRouted: Bool

    /// Takes a name apart.
    ///
    /// The forms are `outbound|port|subset|host`, `outbound_.port_.subset_.host`, and for plain Envoys `host:port` and
    /// `host:port/subset`. Names of no such form have an empty host name.
    public init(_ name: String) {
        // Bytes, not characters: some characters would join with a separator beside them and hide it.
        isSNIRouted = name.utf8.starts(with: "outbound_".utf8) || name.utf8.starts(with: "inbound_".utf8)
        if !isSNIRouted, !name.utf8.contains(UInt8(ascii: "|")), let plain = Self.plain(name) {
            (direction, port, subset, hostname) = ("outbound", plain.port, plain.subset, plain.host)
            return
        }
        let parts = Self.split(name, at: isSNIRouted ? "_." : "|")
        // Parts are read from the left; a missing or a fifth one leaves no host name.
        direction = parts.count > 1 ? parts[0] : ""
        port = parts.count > 2 ? Int(parts[1]) ?? 0 : 0
        subset = parts.count > 3 ? parts[2] : ""
        hostname = parts.count == 4 ? parts[3] : ""
    }

    /// The subset without the protocol that waypoints' own clusters put before it, as in `http/v1` (C-6).
    var subsetBehindProtocol: String {
        guard direction == "inbound-vip" else { return subset }
        var rest = subset[...]
        for prefix in ["http/", "tcp/"] where rest.hasPrefix(prefix) { rest = rest.dropFirst(prefix.count) }
        return String(rest)
    }

    private static func plain(_ name: String) -> (host: String, port: Int, subset: String)? {
        let sides = name.parts(separatedBy: "/", maxSplits: 1)
        guard let address = sides.first?.parts(separatedBy: ":"), address.count == 2, !address[0].isEmpty,
            let port = Int(address[1]), (1...65_535).contains(port)
        else { return nil }
        return (String(address[0]), port, sides.count > 1 ? String(sides[1]) : "")
    }

    private static func split(_ name: String, at separator: String) -> [String] {
        var parts: [String] = []
        var rest = name.utf8[...]
        while let range = rest.firstRange(of: separator.utf8) {
            parts.append(String(Substring(rest[..<range.lowerBound])))
            rest = rest[range.upperBound...]
        }
        parts.append(String(Substring(rest)))
        return parts
    }
}

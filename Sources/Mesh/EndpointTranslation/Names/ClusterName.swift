internal import MeshModel
internal import TextFormats

/// The parsed name of an EDS cluster (EG-C1 to EG-C9).
public struct ClusterName: Hashable, Sendable {
    /// The direction `outbound`, `inbound`, `inbound-vip`, or any other text, which is not checked (EG-C3).
    public let direction: String
    /// The service port; 0 if it is not a number (EG-C4).
    public let port: Int
    /// The subset; empty for the whole service.
    public let subset: String
    /// The service's host name; empty if the name is not a cluster name (EG-C9).
    public let hostname: String
    /// A Boolean value that indicates a name for SNI routing, `outbound_.port_.subset_.host` (EG-C2).
    public let isSNIRouted: Bool

    /// Parses a name.
    ///
    /// The forms are `outbound|port|subset|host`, `outbound_.port_.subset_.host`, and for plain Envoys `host:port` and
    /// `host:port/subset`. Other names have an empty host name.
    public init(_ name: String) {
        // Bytes, not characters: some characters would join with an adjacent separator and hide it.
        isSNIRouted = name.utf8.starts(with: "outbound_".utf8) || name.utf8.starts(with: "inbound_".utf8)
        if !isSNIRouted, !name.utf8.contains(UInt8(ascii: "|")), let plain = Self.plain(name) {
            (direction, port, subset, hostname) = ("outbound", plain.port, plain.subset, plain.host)
            return
        }
        let parts = Self.split(name, at: isSNIRouted ? .underscoreAndDot : .bar)
        // Parts are parsed from the left; a missing or a fifth one leaves no host name.
        direction = parts.count > 1 ? parts[0] : ""
        port = parts.count > 2 ? Int(parts[1]) ?? 0 : 0
        subset = parts.count > 3 ? parts[2] : ""
        hostname = parts.count == 4 ? parts[3] : ""
    }

    /// The subset without the protocol that waypoints' own clusters put before it, as in `http/v1` (EG-C6).
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

    private static func split(_ name: String, at separator: Separator) -> [String] {
        switch separator {
        case .bar: return name.parts(separatedBy: "|").map { String($0) }
        case .underscoreAndDot:
            let bytes = name.utf8
            var parts: [String] = []
            var begin = bytes.startIndex
            var index = begin
            while let underscore = bytes[index...].firstIndex(of: UInt8(ascii: "_")) {
                index = bytes.index(after: underscore)
                guard index < bytes.endIndex, bytes[index] == UInt8(ascii: ".") else { continue }
                parts.append(String(name[begin..<underscore]))
                index = bytes.index(after: index)
                begin = index
            }
            return parts + [String(name[begin...])]
        }
    }

    private enum Separator {
        case bar
        case underscoreAndDot
    }
}

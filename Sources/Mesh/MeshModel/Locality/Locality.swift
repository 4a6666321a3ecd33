internal import TextFormats

/// A locality: region, zone and subzone, each of which may be empty.
public struct Locality: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// The region, such as `eu-west-1`.
    public var region: String
    /// The zone within the region.
    public var zone: String
    /// The subzone within the zone.
    public var subzone: String

    /// Makes a locality from its parts.
    public init(region: String = "", zone: String = "", subzone: String = "") {
        self.region = region
        self.zone = zone
        self.subzone = subzone
    }

    /// Parses a locality label: parts separated by `/`, of which the first three count (EG-W6).
    public init(label: some StringProtocol) {
        let parts = label.parts(separatedBy: "/", maxSplits: 3)
        self.init(
            region: parts.isEmpty ? "" : String(parts[0]),
            zone: parts.count > 1 ? String(parts[1]) : "",
            subzone: parts.count > 2 ? String(parts[2]) : ""
        )
    }

    /// A Boolean value that indicates whether all three parts are empty.
    public var isEmpty: Bool { region.isEmpty && zone.isEmpty && subzone.isEmpty }

    /// The parts joined by `/`, without trailing empty ones.
    public var description: String {
        if !subzone.isEmpty { return "\(region)/\(zone)/\(subzone)" }
        if !zone.isEmpty { return "\(region)/\(zone)" }
        return region
    }

    /// Orders by region, then zone, then subzone.
    public static func < (left: Locality, right: Locality) -> Bool {
        (left.region, left.zone, left.subzone) < (right.region, right.zone, right.subzone)
    }
}

/// Region, zone and sub-zone; empty if unknown.
public struct EnvoyLocality: Hashable, Sendable {
    /// The region, such as `eu-west-1`.
    public var region: String
    /// The zone, such as `eu-west-1a`.
    public var zone: String
    /// The sub-zone, such as a rack.
    public var subZone: String

    /// Makes a locality.
    public init(region: String = "", zone: String = "", subZone: String = "") {
        self.region = region
        self.zone = zone
        self.subZone = subZone
    }

    /// Reads Protobuf's JSON form; absent fields are empty.
    init(json: JSONValue?) {
        region = json?["region"]?.text ?? ""
        zone = json?["zone"]?.text ?? ""
        subZone = json?["sub_zone"]?.text ?? ""
    }

    /// The locality in Protobuf's JSON form.
    public var json: JSONValue {
        let parts = [("region", region), ("zone", zone), ("sub_zone", subZone)].filter { !$0.1.isEmpty }
        return .object(Dictionary(parts.map { ($0.0, .string($0.1)) }) { first, _ in first })
    }
}

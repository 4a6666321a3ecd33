/// Region, zone and sub-zone; empty where unknown.
public struct EnvoyLocality: Hashable, Sendable {
    /// Such as `eu-west-1`.
    public var region: String
    /// Such as `eu-west-1a`.
    public var zone: String
    /// Such as a rack.
    public var subZone: String

    /// Names a locality.
    public init(region: String = "", zone: String = "", subZone: String = "") {
        self.region = region
        self.zone = zone
        self.subZone = subZone
    }

    /// Reads Protobuf's JSON form; what is absent is empty.
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

/// The number of a change, encoded in the address of an endpoint so that it is visible in every assignment.
///
/// Addresses of 240.0.0.0/4 are unassigned, so no real endpoint has one. The last change of a service is the address of
/// an
/// endpoint on a network without gateways, which every client receives unchanged; that of the gateway is the gateway's
/// own
/// address.
public struct Marker: Hashable, Sendable {
    /// The subject of a change.
    public enum Subject: UInt8, Hashable, Sendable {
        /// One service.
        case service = 240
        /// The gateway of all services.
        case gateway = 241
    }

    /// The maximum number of changes of a run.
    public static let maximum = 0xff_ffff

    /// The subject.
    public let subject: Subject
    /// The number of the change; 0 before the first.
    public let index: Int

    /// Makes a marker.
    public init(_ subject: Subject, _ index: Int) {
        self.subject = subject
        self.index = index & Self.maximum
    }

    /// The address.
    public var address: String { "\(subject.rawValue).\(index >> 16).\(index >> 8 & 0xff).\(index & 0xff)" }

    /// Parses an address; returns `nil` if it is not a marker.
    public init?(address: UnsafeRawBufferPointer) {
        guard address.count >= 9, address[0] == UInt8(ascii: "2"), address[1] == UInt8(ascii: "4") else { return nil }
        var parts: (count: Int, value: Int, first: Int) = (1, 0, 0)
        var total = 0
        for byte in address {
            if byte == UInt8(ascii: ".") {
                if parts.count == 1 { parts.first = parts.value } else { total = total << 8 | parts.value }
                parts.count += 1
                parts.value = 0
            } else {
                guard byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") else { return nil }
                parts.value = parts.value * 10 + Int(byte - UInt8(ascii: "0"))
                guard parts.value <= 255 else { return nil }
            }
        }
        guard parts.count == 4, let subject = Subject(rawValue: UInt8(parts.first)) else { return nil }
        self.init(subject, total << 8 | parts.value)
    }
}

/// The number of a change, written as the address of an endpoint so that it shows in every assignment.
///
/// Addresses of 240.0.0.0/4 belong to nobody, so no real endpoint is mistaken for one. The last change of a service is the
/// address of an endpoint on a network without gateways, which every client sees as it is; that of the gateway is the
/// gateway's own address.
public struct Marker: Hashable, Sendable {
    /// What changed.
    public enum Subject: UInt8, Hashable, Sendable {
        /// One service.
        case service = 240
        /// The gateway of all services.
        case gateway = 241
    }

    /// The most changes that a run can have.
    public static let maximum = 0xff_ffff

    /// What changed.
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

    /// Reads an address; nil for any that is no marker.
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

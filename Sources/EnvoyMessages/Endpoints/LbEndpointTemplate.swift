/// What endpoints that differ only in their socket address have in common, packed once by libprotobuf-c.
///
/// The address is the first field of an `LbEndpoint`, so its bytes go before the template's and the weight's behind them: the
/// same bytes that ``LbEndpointEncoder`` packs, for about the cost of copying them.
public struct LbEndpointTemplate: Sendable {
    private enum Field {
        /// `LbEndpoint.endpoint`, `Endpoint.address` and `Address.socket_address` have the same number.
        static let nested: UInt8 = 1
        static let address: UInt8 = 2
        static let port: UInt8 = 3
        static let weight: UInt8 = 4
    }

    /// Everything behind the address: health and metadata.
    private let rest: [UInt8]

    /// Packs what the endpoints have in common.
    ///
    /// - Throws: ``MessageError`` as ``LbEndpointEncoder`` does.
    public init(health: HealthStatus, metadata: [LbEndpointFields.FilterMetadata]) throws(MessageError) {
        var encoder = LbEndpointEncoder()
        var packed: [UInt8] = []
        let fields = LbEndpointFields(address: .socket(ip: "", port: 0), health: health, metadata: metadata)
        try encoder.append(fields, to: &packed)
        var whole: [UInt8] = []
        try Self.append(ip: "", port: 0, to: &whole)
        rest = Array(packed[whole.count...])
    }

    /// Appends an endpoint as an element of `LocalityLbEndpoints.lb_endpoints`, with its weight.
    ///
    /// - Throws: ``MessageError`` if the address has a NUL; `output` is as it was before.
    public func appendElement(
        ip: String,
        port: UInt16,
        weight: UInt32,
        to output: inout [UInt8]
    ) throws(MessageError) {
        let size =
            Self.size(ip: ip, port: port) + rest.count + WireWriter.size(ofField: WireWriter.size(ofWrapped: weight))
        let start = output.count
        WireWriter.append(header: LocalityGroup.elementNumber, length: size, to: &output)
        do {
            try Self.append(ip: ip, port: port, to: &output)
        } catch {
            output.removeSubrange(start...)
            throw error
        }
        output.append(contentsOf: rest)
        WireWriter.append(wrapped: weight, number: Field.weight, to: &output)
    }

    private static func socketSize(ip: String, port: UInt16) -> Int {
        // A port is one of several alternatives and therefore written even if it is 0.
        WireWriter.size(ofText: ip) + 1 + WireWriter.size(ofVarint: UInt64(port))
    }

    private static func size(ip: String, port: UInt16) -> Int {
        let address = WireWriter.size(ofField: socketSize(ip: ip, port: port))
        return WireWriter.size(ofField: WireWriter.size(ofField: address))
    }

    private static func append(ip: String, port: UInt16, to output: inout [UInt8]) throws(MessageError) {
        guard !ip.utf8.contains(0) else {
            throw MessageError(code: .unencodable, message: "expected a text without NUL")
        }
        let socket = socketSize(ip: ip, port: port)
        let address = WireWriter.size(ofField: socket)
        WireWriter.append(header: Field.nested, length: WireWriter.size(ofField: address), to: &output)
        WireWriter.append(header: Field.nested, length: address, to: &output)
        WireWriter.append(header: Field.nested, length: socket, to: &output)
        WireWriter.append(text: ip, number: Field.address, to: &output)
        output.append(Field.port << 3 | WireType.varint.rawValue)
        WireWriter.append(varint: UInt64(port), to: &output)
    }
}

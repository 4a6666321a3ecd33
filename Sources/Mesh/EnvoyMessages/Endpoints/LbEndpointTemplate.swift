/// The common part of endpoints that differ only in their socket address and in one text of their metadata.
///
/// The common part is packed once by libprotobuf-c. The address is the first field of an `LbEndpoint` and the text can
/// be the last of its metadata, so an endpoint's bytes are assembled around it. They are the bytes that
/// ``LbEndpointEncoder`` packs, at about the cost of copying them.
public struct LbEndpointTemplate: Sendable {
    /// The text of the metadata that differs between endpoints.
    public struct Text: Sendable {
        /// The filter's name, which must be greater, in the order of UTF-8 bytes, than those of all other metadata.
        public var filter: String
        /// The value's name, the only one of the filter.
        public var field: String

        /// Makes a text from its names.
        public init(filter: String, field: String) {
            self.filter = filter
            self.field = field
        }
    }

    private enum Field {
        /// Each of the nested messages that lead to an address, or to a text in metadata, is its parent's field 1 or 2.
        static let first: UInt8 = 1
        static let second: UInt8 = 2
        static let address: UInt8 = 2
        static let port: UInt8 = 3
        static let metadata: UInt8 = 3
        static let weight: UInt8 = 4
        static let string: UInt8 = 3
    }

    /// The `health_status`.
    private let health: [UInt8]
    /// The other entries of `Metadata.filter_metadata`.
    private let otherMetadata: [UInt8]
    /// The keys of the maps around the text.
    private let filterKey: [UInt8]
    private let fieldKey: [UInt8]

    /// Packs the common part of the endpoints.
    ///
    /// - Parameters:
    ///   - health: their health.
    ///   - metadata: the metadata that is the same for all.
    /// - text: the text that differs.
    /// - Throws: ``MessageError`` like ``LbEndpointEncoder``.
    public init(
        health: HealthStatus,
        metadata: [LbEndpointFields.FilterMetadata],
        text: Text
    ) throws(MessageError) {
        precondition(metadata.allSatisfy { $0.filter < text.filter }, "expected the text's filter to be the last")
        var encoder = LbEndpointEncoder()
        var address: [UInt8] = []
        let plain = LbEndpointFields(address: .socket(ip: "", port: 0))
        try encoder.append(plain, to: &address)
        var packed: [UInt8] = []
        var fields = plain
        fields.health = health
        try encoder.append(fields, to: &packed)
        self.health = Array(packed[address.count...])
        packed.removeAll()
        fields = plain
        fields.metadata = metadata
        try encoder.append(fields, to: &packed)
        otherMetadata = metadata.isEmpty ? [] : Self.content(of: packed[address.count...])
        filterKey = Self.key(text.filter)
        fieldKey = Self.key(text.field)
    }

    /// Appends an endpoint as an element of `LocalityLbEndpoints.lb_endpoints`, with its weight.
    ///
    /// - Parameters:
    ///   - ip: the address.
    ///   - port: the port.
    ///   - text: the endpoint's own text, in parts.
    ///   - weight: the weight.
    /// - output: the array to append to.
    /// - Throws: ``MessageError`` if a text contains a NUL; `output` is then unchanged.
    public func appendElement(
        ip: String,
        port: UInt16,
        text: (String, [UInt8]),
        weight: UInt32,
        to output: inout [UInt8]
    ) throws(MessageError) {
        guard !ip.utf8.contains(0), !text.0.utf8.contains(0) else {
            throw MessageError(code: .unencodable, message: "text contains a NUL, expected none")
        }
        let socket = WireWriter.size(ofText: ip) + 1 + WireWriter.size(ofVarint: UInt64(port))
        let address = WireWriter.size(ofField: socket)
        let endpoint = WireWriter.size(ofField: address)
        let string = text.0.utf8.count + text.1.count
        let value = WireWriter.size(ofField: string)
        let fieldEntry = fieldKey.count + WireWriter.size(ofField: value)
        let structure = WireWriter.size(ofField: fieldEntry)
        let filterEntry = filterKey.count + WireWriter.size(ofField: structure)
        let metadata = otherMetadata.count + WireWriter.size(ofField: filterEntry)
        let total =
            WireWriter.size(ofField: endpoint) + health.count + WireWriter.size(ofField: metadata)
            + WireWriter.size(ofField: WireWriter.size(ofWrapped: weight))
        output.reserve(WireWriter.size(ofField: total))
        WireWriter.append(header: LocalityGroup.elementNumber, length: total, to: &output)
        WireWriter.append(header: Field.first, length: endpoint, to: &output)
        WireWriter.append(header: Field.first, length: address, to: &output)
        WireWriter.append(header: Field.first, length: socket, to: &output)
        WireWriter.append(text: ip, number: Field.address, to: &output)
        // A port is one of several alternatives, which are written even if they are 0.
        output.append(Field.port << 3 | WireType.varint.rawValue)
        WireWriter.append(varint: UInt64(port), to: &output)
        output.append(contentsOf: health)
        WireWriter.append(header: Field.metadata, length: metadata, to: &output)
        output.append(contentsOf: otherMetadata)
        WireWriter.append(header: Field.first, length: filterEntry, to: &output)
        output.append(contentsOf: filterKey)
        WireWriter.append(header: Field.second, length: structure, to: &output)
        WireWriter.append(header: Field.first, length: fieldEntry, to: &output)
        output.append(contentsOf: fieldKey)
        WireWriter.append(header: Field.second, length: value, to: &output)
        WireWriter.append(header: Field.string, length: string, to: &output)
        output.append(contentsOf: text.0.utf8)
        output.append(contentsOf: text.1)
        WireWriter.append(wrapped: weight, number: Field.weight, to: &output)
    }

    /// Returns the content of a length-delimited field that is the whole message.
    private static func content(of field: ArraySlice<UInt8>) -> [UInt8] {
        var index = field.startIndex + 1
        while index < field.endIndex, field[index] >= 0x80 { index += 1 }
        return Array(field[min(index + 1, field.endIndex)...])
    }

    private static func key(_ name: String) -> [UInt8] {
        var bytes: [UInt8] = []
        WireWriter.append(text: name, number: Field.first, to: &bytes)
        return bytes
    }
}

extension [UInt8] {
    /// Reserves capacity for more bytes, while keeping growth by doubling.
    fileprivate mutating func reserve(_ more: Int) {
        if capacity - count < more { reserveCapacity(Swift.max(capacity * 2, count + more)) }
    }
}

public import NIOCore

/// The 516 extensions in the node of Envoy 1.40, 59.7 KB (XP-E2).
public enum ExtensionList {
    /// The number of extensions.
    public static let count = 516
    private static let categories = [
        "envoy.filters.http", "envoy.filters.network", "envoy.transport_sockets.upstream", "envoy.access_loggers",
        "envoy.retry_priorities", "envoy.load_balancing_policies",
    ]

    /// The list as fields of a node, to be placed after its other fields.
    public static var packed: ByteBuffer {
        var buffer = ByteBuffer()
        for index in 0..<count {
            let category = categories[index % categories.count]
            let entry = entry(name: "\(category).simulated_\(index)", category: category, index: index)
            // Node.extensions is field 9.
            write(entry, field: 9, to: &buffer)
        }
        return buffer
    }

    /// Returns one `envoy.config.core.v3.Extension`: name, category and type URLs.
    private static func entry(name: String, category: String, index: Int) -> ByteBuffer {
        var buffer = ByteBuffer()
        write(ByteBuffer(string: name), field: 1, to: &buffer)
        write(ByteBuffer(string: category), field: 2, to: &buffer)
        let type = "envoy.extensions.simulated.v3.Extension\(index)Config"
        write(ByteBuffer(string: type), field: 6, to: &buffer)
        return buffer
    }

    /// Writes a field; no field is longer than 16,383 bytes.
    private static func write(_ bytes: ByteBuffer, field: UInt8, to buffer: inout ByteBuffer) {
        buffer.writeInteger(field << 3 | 2)
        if bytes.readableBytes >= 0x80 { buffer.writeInteger(UInt8(bytes.readableBytes & 0x7f | 0x80)) }
        buffer.writeInteger(UInt8(bytes.readableBytes >= 0x80 ? bytes.readableBytes >> 7 : bytes.readableBytes))
        buffer.writeImmutableBuffer(bytes)
    }
}

public import EnvoyMessages
public import MeshModel
public import NIOCore

/// A node as the pieces of a request: its own part, and the list of extensions that all nodes share (XP-E2).
public struct EncodedNodeParts: Sendable {
    private let packed: [UInt8]
    private let extensions: ByteBuffer?

    /// Packs a node.
    ///
    /// - Parameter extensions: the packed list of ``ExtensionList``, or `nil` for a node without extensions.
    /// - Throws: `MessageError` if the node cannot be packed.
    public init(_ node: EnvoyNode, extensions: ByteBuffer?) throws(MessageError) {
        packed = try DiscoveryRequestMessage(node: node).node?.packed() ?? []
        self.extensions = extensions
    }

    /// Returns the node as a field of a request, to be placed before the other fields.
    ///
    /// - Parameter field: 2 in state-of-the-world requests, 1 in incremental ones.
    public func pieces(field: UInt8) -> [ByteBuffer] {
        var buffer = ByteBuffer()
        buffer.writeInteger(field << 3 | 2)
        var length = packed.count + (extensions?.readableBytes ?? 0)
        while length >= 0x80 {
            buffer.writeInteger(UInt8(length & 0x7f | 0x80))
            length >>= 7
        }
        buffer.writeInteger(UInt8(length))
        buffer.writeBytes(packed)
        return extensions.map { [buffer, $0] } ?? [buffer]
    }
}

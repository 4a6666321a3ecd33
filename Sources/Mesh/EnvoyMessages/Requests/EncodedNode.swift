public import MeshModel

/// A request's node, not decoded yet.
///
/// Envoy repeats its 61 KB node with every acknowledgement, and only the first one of a stream matters (XP-N1), so it
/// is decoded on demand.
public struct EncodedNode: Sendable {
    private enum Form: Sendable {
        case packed([UInt8], Range<Int>)
        case decoded(EnvoyNode)
    }

    private let form: Form

    /// Wraps a packed node, for simulated clients that repeat it.
    public init(packed bytes: [UInt8]) {
        form = .packed(bytes, bytes.indices)
    }

    /// Wraps the part of a message that is the packed node; the array is shared, not copied.
    init(_ bytes: [UInt8], in range: Range<Int>) {
        form = .packed(bytes, range)
    }

    /// Wraps a node that was not read from protobuf.
    init(_ node: EnvoyNode) {
        form = .decoded(node)
    }

    /// Decodes the node.
    ///
    /// Extensions are skipped; they are neither unpacked nor copied.
    ///
    /// - Throws: ``MessageError`` if the bytes are not a node or exceed a limit (XP-L1, XP-N5).
    public func decode(limits: MessageLimits = MessageLimits()) throws(MessageError) -> EnvoyNode {
        switch form {
        case .decoded(let node):
            return node
        case .packed(let bytes, let range):
            return try bytes.span.bytes.withUnsafeBytes { buffer throws(MessageError) in
                try NodeDecoder(limits: limits).decode(UnsafeRawBufferPointer(rebasing: buffer[range]))
            }
        }
    }

    /// Returns the node's bytes, as a client sends them.
    ///
    /// - Throws: ``MessageError`` if a node that was not read from protobuf has a text with a NUL or metadata that is
    ///   nested too deep.
    public func packed() throws(MessageError) -> [UInt8] {
        switch form {
        case .decoded(let node): try NodeEncoder.encode(node)
        case .packed(let bytes, let range): [UInt8](bytes[range])
        }
    }
}

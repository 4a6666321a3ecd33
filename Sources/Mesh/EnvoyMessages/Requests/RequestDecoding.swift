/// The half of decoding that the requests of both variants share: the message, and the node beside it.
protocol RequestDecoding {
    /// The message in C.
    associatedtype Message
    /// The type of the message.
    static var messageType: EnvoyMessageType { get }
    /// The number of the field with the node.
    static var nodeField: Int { get }
    /// The client's node, undecoded.
    var node: EncodedNode? { get set }
    /// The range of the packed node in the decoded bytes.
    var nodeRange: Range<Int>? { get set }

    /// Copies the fields of a message, all but the node.
    init(_ message: Message, limits: MessageLimits) throws(MessageError)
}

extension RequestDecoding {
    /// Decodes a packed request; the node, if kept, shares the array's memory.
    static func decode(
        sharing bytes: [UInt8],
        keepingNode: Bool,
        limits: MessageLimits
    ) throws(MessageError) -> Self {
        var request = try bytes.span.bytes.withUnsafeBytes { buffer throws(MessageError) in
            try decode(copying: buffer, keepingNode: false, limits: limits)
        }
        if keepingNode { request.node = request.nodeRange.map { EncodedNode(bytes, in: $0) } }
        return request
    }

    /// Decodes a packed request; the node, if kept, is copied.
    static func decode(
        copying bytes: UnsafeRawBufferPointer,
        keepingNode: Bool,
        limits: MessageLimits
    ) throws(MessageError) -> Self {
        let message = try UnpackedMessage(messageType, from: bytes, capturing: nodeField, limits: limits)
        var request = try message.withMessage(as: Message.self) { fields throws(MessageError) in
            try Self(fields, limits: limits)
        }
        request.nodeRange = message.captured
        if keepingNode, let range = message.captured {
            request.node = EncodedNode([UInt8](bytes[range]), in: 0..<range.count)
        }
        return request
    }
}

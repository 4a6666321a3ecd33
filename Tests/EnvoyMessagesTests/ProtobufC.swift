import CEnvoyAPI

/// libprotobuf-c itself, as the reference.
enum ProtobufC {
    static func pack<Message>(_ message: UnsafePointer<Message>) -> [UInt8] {
        let base = UnsafeRawPointer(message).assumingMemoryBound(to: ProtobufCMessage.self)
        let size = protobuf_c_message_get_packed_size(base)
        return [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
            // An empty buffer has no address, and nothing is written to it.
            count = buffer.baseAddress.map { protobuf_c_message_pack(base, $0) } ?? 0
        }
    }

    static func pack<Message>(_ message: UnsafeMutablePointer<Message>) -> [UInt8] {
        self.pack(UnsafePointer(message))
    }
}

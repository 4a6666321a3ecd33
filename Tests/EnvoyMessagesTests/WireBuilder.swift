/// A builder of protobuf's wire format, for messages that no regular encoder would write.
enum WireBuilder {
    static func varint(_ value: UInt64) -> [UInt8] {
        var output: [UInt8] = []
        var rest = value
        while rest >= 0x80 {
            output.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        return output + [UInt8(rest)]
    }

    static func field(_ number: Int, _ payload: [UInt8]) -> [UInt8] {
        self.varint(UInt64(number) << 3 | 2) + self.varint(UInt64(payload.count)) + payload
    }

    static func field(_ number: Int, _ text: String) -> [UInt8] {
        self.field(number, [UInt8](text.utf8))
    }

    /// Builds a `google.protobuf.Value` of nested lists; its innermost value has the given depth.
    static func lists(depth: Int) -> [UInt8] {
        var value: [UInt8] = [0x20, 0x01]
        for _ in 1..<depth {
            value = self.field(6, self.field(1, value))
        }
        return value
    }

    /// Builds a `google.protobuf.Struct` with one member.
    static func structure(_ value: [UInt8]) -> [UInt8] {
        self.field(1, self.field(1, "a") + self.field(2, value))
    }
}

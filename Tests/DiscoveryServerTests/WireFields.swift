/// The fields of a packed message, for messages without a decoder here.
struct WireFields {
    private(set) var numbers: [Int: [UInt64]] = [:]
    private(set) var texts: [Int: [[UInt8]]] = [:]

    init(_ bytes: [UInt8]) {
        var rest = bytes[...]
        while let tag = Self.varint(&rest) {
            let number = Int(tag >> 3)
            if tag & 7 == 0, let value = Self.varint(&rest) {
                numbers[number, default: []].append(value)
            } else if tag & 7 == 2, let length = Self.varint(&rest), length <= rest.count {
                texts[number, default: []].append(Array(rest.prefix(Int(length))))
                rest = rest.dropFirst(Int(length))
            } else {
                return
            }
        }
    }

    func messages(_ number: Int) -> [WireFields] { (texts[number] ?? []).map { WireFields($0) } }

    func text(_ number: Int) -> String { String(decoding: texts[number]?.last ?? [], as: UTF8.self) }

    func number(_ number: Int) -> UInt64 { numbers[number]?.last ?? 0 }

    private static func varint(_ bytes: inout ArraySlice<UInt8>) -> UInt64? {
        var value: UInt64 = 0
        for shift in stride(from: UInt64(0), to: 64, by: 7) {
            guard let byte = bytes.popFirst() else { return nil }
            value |= UInt64(byte & 0x7F) << shift
            if byte < 0x80 { return value }
        }
        return nil
    }
}

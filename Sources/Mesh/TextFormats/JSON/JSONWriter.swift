/// The writer of JSON text.
struct JSONWriter {
    private static let hexadecimal = [UInt8]("0123456789abcdef".utf8)

    private let pretty: Bool
    private var indentation = 0
    private(set) var output: [UInt8] = []

    init(pretty: Bool) {
        self.pretty = pretty
    }

    mutating func write(_ value: JSONValue) {
        switch value {
        case .null: output.append(contentsOf: "null".utf8)
        case .bool(let truth): output.append(contentsOf: (truth ? "true" : "false").utf8)
        case .number(let number): output.append(contentsOf: number.description.utf8)
        case .string(let text): self.write(text)
        case .array(let elements):
            self.write(elements, between: "[", and: "]") { writer, element in
                writer.write(element)
            }
        case .object(let members):
            self.write(members, between: "{", and: "}") { writer, member in
                writer.write(member.name)
                writer.output.append(contentsOf: (writer.pretty ? ": " : ":").utf8)
                writer.write(member.value)
            }
        }
    }

    private mutating func write<Item>(
        _ items: [Item],
        between open: String,
        and close: String,
        _ body: (inout JSONWriter, Item) -> Void
    ) {
        output.append(contentsOf: open.utf8)
        indentation += 1
        for (index, item) in items.enumerated() {
            if index > 0 { output.append(UInt8(ascii: ",")) }
            breakLine()
            body(&self, item)
        }
        indentation -= 1
        if !items.isEmpty { breakLine() }
        output.append(contentsOf: close.utf8)
    }

    private mutating func breakLine() {
        guard pretty else { return }
        output.append(UInt8(ascii: "\n"))
        output.append(contentsOf: repeatElement(UInt8(ascii: " "), count: 2 * indentation))
    }

    private mutating func write(_ text: String) {
        output.append(UInt8(ascii: "\""))
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"):
                output.append(UInt8(ascii: "\\"))
                output.append(byte)
            case 0x08: output.append(contentsOf: "\\b".utf8)
            case 0x09: output.append(contentsOf: "\\t".utf8)
            case 0x0a: output.append(contentsOf: "\\n".utf8)
            case 0x0c: output.append(contentsOf: "\\f".utf8)
            case 0x0d: output.append(contentsOf: "\\r".utf8)
            case 0..<0x20:
                output.append(contentsOf: "\\u00".utf8)
                output.append(Self.hexadecimal[Int(byte >> 4)])
                output.append(Self.hexadecimal[Int(byte & 0xf)])
            default: output.append(byte)
            }
        }
        output.append(UInt8(ascii: "\""))
    }
}

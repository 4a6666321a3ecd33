internal import MeshModel
internal import TextFormats

/// The definitions of all messages and services, by file and by name, for server reflection (XP-O2).
public struct DescriptorPool: Sendable {
    private struct File: Sendable {
        let bytes: [UInt8]
        var dependencies: [String] = []
    }

    private var files: [String: File] = [:]
    /// The file that declares a name.
    private var symbols: [String: String] = [:]

    /// The definitions that are built into the program.
    public static let bundled: DescriptorPool = {
        // Generated and tested: an error would leave reflection empty and affect nothing else.
        (try? DescriptorPool(decoding: Base64.decode(DescriptorBytes.base64) ?? [])) ?? DescriptorPool()
    }()

    private init() {}

    /// Decodes a FileDescriptorSet.
    ///
    /// - Throws: ``MessageError`` if the bytes are not one.
    public init(decoding set: [UInt8]) throws(MessageError) {
        self = try set.span.bytes.withUnsafeBytes { bytes throws(MessageError) in
            var pool = DescriptorPool()
            try pool.read(bytes)
            return pool
        }
    }

    /// Returns a packed FileDescriptorProto and its dependencies, itself first; nil if there is no such file.
    public func file(named name: String) -> [[UInt8]]? {
        guard files[name] != nil else { return nil }
        var found: [[UInt8]] = []
        var seen: Set<String> = [name]
        var queue = [name]
        while let next = queue.popLast(), let file = files[next] {
            found.append(file.bytes)
            queue += file.dependencies.filter { seen.insert($0).inserted && files[$0] != nil }
        }
        return found
    }

    /// Returns the same for the file that declares a message, enum, field, value, service or method by its full name.
    public func file(declaring symbol: String) -> [[UInt8]]? { symbols[symbol].flatMap { file(named: $0) } }

    // MARK: Reading

    private mutating func read(_ bytes: UnsafeRawBufferPointer) throws(MessageError) {
        var budget = Int.max
        var reader = WireReader(bytes)
        while let field = try reader.next(budget: &budget) {
            if field.number == 1 { try readFile(bytes, field.payload) }
        }
    }

    /// Reads a FileDescriptorProto: name 1, package 2, dependency 3, message_type 4, enum_type 5, service 6.
    private mutating func readFile(_ bytes: UnsafeRawBufferPointer, _ range: Range<Int>) throws(MessageError) {
        var name = ""
        var package = ""
        var file = File(bytes: Array(bytes[range]))
        var declarations: [WireField] = []
        var budget = Int.max
        var reader = WireReader(bytes, in: range)
        while let field = try reader.next(budget: &budget) {
            switch field.number {
            case 1: name = Self.text(bytes, field)
            case 2: package = Self.text(bytes, field)
            case 3: file.dependencies.append(Self.text(bytes, field))
            case 4, 5, 6: declarations.append(field)
            default: continue
            }
        }
        files[name] = file
        for declaration in declarations {
            // The parts of messages are fields 2, nested messages 3 and enums 4; of enums values 2, of services methods
            // 2.
            let parts: Set<Int> = declaration.number == 4 ? [2, 3, 4] : [2]
            try declare(bytes, declaration, in: package, file: name, parts: parts)
        }
    }

    private mutating func declare(
        _ bytes: UnsafeRawBufferPointer,
        _ declaration: WireField,
        in scope: String,
        file: String,
        parts: Set<Int>
    ) throws(MessageError) {
        var budget = Int.max
        var reader = WireReader(bytes, in: declaration.payload)
        var symbol = scope
        var inner: [WireField] = []
        while let field = try reader.next(budget: &budget) {
            if field.number == 1 {
                symbol = scope.isEmpty ? Self.text(bytes, field) : "\(scope).\(Self.text(bytes, field))"
            } else if parts.contains(field.number) {
                inner.append(field)
            }
        }
        symbols[symbol] = file
        for field in inner {
            let nested: Set<Int> = parts.count > 1 && field.number == 3 ? [2, 3, 4] : field.number == 4 ? [2] : []
            try declare(bytes, field, in: symbol, file: file, parts: nested)
        }
    }

    private static func text(_ bytes: UnsafeRawBufferPointer, _ field: WireField) -> String {
        String(decoding: bytes[field.payload], as: UTF8.self)
    }
}

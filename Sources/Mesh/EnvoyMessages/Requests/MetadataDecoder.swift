internal import MeshModel

/// The decoder of a packed `google.protobuf.Struct`, with limits of depth and count (XP-L1, XP-N5).
///
/// It does not use libprotobuf-c, which would follow any nesting depth of the sender. Of a repeated name the last value
/// is used, as is the last of several values of one kind; unknown fields are skipped.
struct MetadataDecoder {
    private let bytes: UnsafeRawBufferPointer
    private let limits: MessageLimits
    private var fieldBudget: Int
    private var valueBudget: Int

    /// Prepares to decode parts of `bytes`, which must outlive the decoder.
    init(_ bytes: UnsafeRawBufferPointer, limits: MessageLimits) {
        self.bytes = bytes
        self.limits = limits
        fieldBudget = limits.nodeFields
        valueBudget = limits.metadataValues
    }

    /// Decodes the struct in `range`.
    mutating func decode(_ range: Range<Int>) throws(MessageError) -> [String: MetadataValue] {
        try object(in: range, depth: 1)
    }

    private mutating func object(in range: Range<Int>, depth: Int) throws(MessageError) -> [String: MetadataValue] {
        var members: [String: MetadataValue] = [:]
        var reader = WireReader(bytes, in: range)
        while let field = try reader.next(budget: &fieldBudget) {
            guard field.number == 1 else { continue }
            try expect(.lengthDelimited, field)
            let (name, value) = try member(in: field.payload, depth: depth)
            members[name] = value
        }
        return members
    }

    private mutating func member(
        in range: Range<Int>,
        depth: Int
    ) throws(MessageError) -> (name: String, value: MetadataValue) {
        var name = ""
        var value = MetadataValue.null
        var reader = WireReader(bytes, in: range)
        while let field = try reader.next(budget: &fieldBudget) {
            switch field.number {
            case 1:
                try expect(.lengthDelimited, field)
                name = try WireText.read(bytes, in: field.payload, limit: limits.nameBytes)
            case 2:
                try expect(.lengthDelimited, field)
                value = try self.value(in: field.payload, depth: depth)
            default:
                continue
            }
        }
        return (name, value)
    }

    private mutating func value(in range: Range<Int>, depth: Int) throws(MessageError) -> MetadataValue {
        guard depth <= limits.metadataDepth else {
            let message = "metadata nested too deep, expected at most \(limits.metadataDepth)"
            throw MessageError(code: .limitExceeded, message: message, offset: range.lowerBound)
        }
        guard valueBudget > 0 else {
            let message = "too many values in metadata, expected at most \(limits.metadataValues)"
            throw MessageError(code: .limitExceeded, message: message, offset: range.lowerBound)
        }
        valueBudget -= 1
        var value = MetadataValue.null
        var reader = WireReader(bytes, in: range)
        while let field = try reader.next(budget: &fieldBudget) {
            guard let kind = ValueKind(rawValue: field.number) else { continue }
            try expect(kind.wireType, field)
            switch kind {
            case .null:
                value = .null
            case .number:
                value = .number(Double(bitPattern: field.value))
            case .string:
                value = .string(try WireText.read(bytes, in: field.payload, limit: limits.nodeBytes))
            case .bool:
                value = .bool(field.value != 0)
            case .object:
                value = .object(try self.object(in: field.payload, depth: depth + 1))
            case .list:
                value = .list(try self.list(in: field.payload, depth: depth + 1))
            }
        }
        return value
    }

    private mutating func list(in range: Range<Int>, depth: Int) throws(MessageError) -> [MetadataValue] {
        var values: [MetadataValue] = []
        var reader = WireReader(bytes, in: range)
        while let field = try reader.next(budget: &fieldBudget) {
            guard field.number == 1 else { continue }
            try expect(.lengthDelimited, field)
            values.append(try value(in: field.payload, depth: depth))
        }
        return values
    }

    private func expect(_ type: WireType, _ field: WireField) throws(MessageError) {
        guard field.type == type else {
            let message = "expected field \(field.number) to have wire type \(type), found \(field.type)"
            throw MessageError(code: .wrongType, message: message, offset: field.start)
        }
    }
}

/// The field numbers of `google.protobuf.Value`.
private enum ValueKind: Int {
    case null = 1
    case number = 2
    case string = 3
    case bool = 4
    case object = 5
    case list = 6

    var wireType: WireType {
        switch self {
        case .null, .bool: .varint
        case .number: .fixed64
        case .string, .object, .list: .lengthDelimited
        }
    }
}

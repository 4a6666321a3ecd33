/// A pull parser for JSON (RFC 8259): each call returns the next token, and only the path to it is stored.
///
/// Errors contain the position as `line:column`, both from 1, the column counted in characters (Unicode scalars).
/// Depth, size and the number of values are limited by ``JSONLimits``.
public struct JSONReader {
    /// A token of a document.
    public enum Token: Hashable, Sendable {
        /// `{`.
        case beginObject
        /// `}`.
        case endObject
        /// `[`.
        case beginArray
        /// `]`.
        case endArray
        /// A member's name; its value follows.
        case name(String)
        /// A text.
        case string(String)
        /// A number.
        case number(JSONNumber)
        /// `true` or `false`.
        case bool(Bool)
        /// `null`.
        case null
    }

    private enum Container {
        case object
        case array
    }

    private enum Expectation {
        case value
        case nameOrEnd
        case elementOrEnd
        case commaOrEnd
        case endOfDocument
    }

    private let limits: JSONLimits
    private var text: JSONText
    private var containers: [Container] = []
    private var expectation = Expectation.value
    private var valueBudget: Int

    /// Makes a reader of a document.
    ///
    /// - Throws: ``JSONError`` if the document is larger than the limit.
    public init(_ bytes: [UInt8], limits: JSONLimits = JSONLimits()) throws(JSONError) {
        guard bytes.count <= limits.bytes else {
            let message = "expected a document of at most \(limits.bytes) bytes, found \(bytes.count)"
            throw JSONError(code: .limitExceeded, message: message)
        }
        self.limits = limits
        text = JSONText(bytes)
        valueBudget = limits.values
    }

    /// Returns the next token, or nil at the end of the document.
    ///
    /// - Throws: ``JSONError`` at the first byte that cannot be part of a document, or if a limit is exceeded.
    public mutating func next() throws(JSONError) -> Token? {
        text.skipWhiteSpace()
        switch expectation {
        case .value:
            return try self.value()
        case .nameOrEnd:
            return text.skip(UInt8(ascii: "}")) ? close() : try name()
        case .elementOrEnd:
            return text.skip(UInt8(ascii: "]")) ? close() : try self.value()
        case .commaOrEnd:
            return try self.commaOrEnd()
        case .endOfDocument:
            guard text.peek() == nil else { throw text.error("expected the end of the document") }
            return nil
        }
    }

    private mutating func commaOrEnd() throws(JSONError) -> Token {
        switch containers.last {
        case .object:
            if text.skip(UInt8(ascii: "}")) { return close() }
            guard text.skip(UInt8(ascii: ",")) else { throw text.error("expected ',' or '}'") }
            self.text.skipWhiteSpace()
            return try self.name()
        default:
            if self.text.skip(UInt8(ascii: "]")) { return close() }
            guard self.text.skip(UInt8(ascii: ",")) else { throw self.text.error("expected ',' or ']'") }
            self.text.skipWhiteSpace()
            return try self.value()
        }
    }

    private mutating func close() -> Token {
        let container = containers.popLast()
        endValue()
        return container == .object ? .endObject : .endArray
    }

    private mutating func open(_ container: Container) throws(JSONError) -> Token {
        guard containers.count < limits.depth else {
            let message = "expected values nested at most \(limits.depth) deep"
            throw text.error(message, code: .limitExceeded)
        }
        _ = text.next()
        containers.append(container)
        expectation = container == .object ? .nameOrEnd : .elementOrEnd
        return container == .object ? .beginObject : .beginArray
    }

    private mutating func endValue() {
        expectation = containers.isEmpty ? .endOfDocument : .commaOrEnd
    }

    private mutating func name() throws(JSONError) -> Token {
        guard text.peek() == UInt8(ascii: "\"") else {
            throw text.error("expected a member's name in quotes")
        }
        let name = try text.string()
        text.skipWhiteSpace()
        guard text.skip(UInt8(ascii: ":")) else { throw text.error("expected ':'") }
        expectation = .value
        return .name(name)
    }

    private mutating func value() throws(JSONError) -> Token {
        guard valueBudget > 0 else {
            throw text.error("expected at most \(limits.values) values", code: .limitExceeded)
        }
        valueBudget -= 1
        switch text.peek() {
        case UInt8(ascii: "{"): return try open(.object)
        case UInt8(ascii: "["): return try open(.array)
        default: break
        }
        let token = try scalar()
        endValue()
        return token
    }

    private mutating func scalar() throws(JSONError) -> Token {
        guard let first = text.peek() else { throw text.error("expected a value") }
        switch first {
        case UInt8(ascii: "\""): return .string(try text.string())
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return .number(try text.number())
        case UInt8(ascii: "t"):
            try text.literal("true")
            return .bool(true)
        case UInt8(ascii: "f"):
            try text.literal("false")
            return .bool(false)
        case UInt8(ascii: "n"):
            try text.literal("null")
            return .null
        default: throw text.error("expected a value")
        }
    }
}

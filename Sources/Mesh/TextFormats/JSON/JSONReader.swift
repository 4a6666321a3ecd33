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
        self.text = JSONText(bytes)
        self.valueBudget = limits.values
    }

    /// Returns the next token, or nil at the end of the document.
    ///
    /// - Throws: ``JSONError`` at the first byte that cannot be part of a document, or if a limit is exceeded.
    public mutating func next() throws(JSONError) -> Token? {
        self.text.skipWhiteSpace()
        switch self.expectation {
        case .value:
            return try self.value()
        case .nameOrEnd:
            return self.text.skip(UInt8(ascii: "}")) ? self.close() : try self.name()
        case .elementOrEnd:
            return self.text.skip(UInt8(ascii: "]")) ? self.close() : try self.value()
        case .commaOrEnd:
            return try self.commaOrEnd()
        case .endOfDocument:
            guard self.text.peek() == nil else { throw self.text.error("expected the end of the document") }
            return nil
        }
    }

    private mutating func commaOrEnd() throws(JSONError) -> Token {
        switch self.containers.last {
        case .object:
            if self.text.skip(UInt8(ascii: "}")) { return self.close() }
            guard self.text.skip(UInt8(ascii: ",")) else { throw self.text.error("expected ',' or '}'") }
            self.text.skipWhiteSpace()
            return try self.name()
        default:
            if self.text.skip(UInt8(ascii: "]")) { return self.close() }
            guard self.text.skip(UInt8(ascii: ",")) else { throw self.text.error("expected ',' or ']'") }
            self.text.skipWhiteSpace()
            return try self.value()
        }
    }

    private mutating func close() -> Token {
        let container = self.containers.popLast()
        self.endValue()
        return container == .object ? .endObject : .endArray
    }

    private mutating func open(_ container: Container) throws(JSONError) -> Token {
        guard self.containers.count < self.limits.depth else {
            let message = "expected values nested at most \(self.limits.depth) deep"
            throw self.text.error(message, code: .limitExceeded)
        }
        _ = self.text.next()
        self.containers.append(container)
        self.expectation = container == .object ? .nameOrEnd : .elementOrEnd
        return container == .object ? .beginObject : .beginArray
    }

    private mutating func endValue() {
        self.expectation = self.containers.isEmpty ? .endOfDocument : .commaOrEnd
    }

    private mutating func name() throws(JSONError) -> Token {
        guard self.text.peek() == UInt8(ascii: "\"") else {
            throw self.text.error("expected a member's name in quotes")
        }
        let name = try self.text.string()
        self.text.skipWhiteSpace()
        guard self.text.skip(UInt8(ascii: ":")) else { throw self.text.error("expected ':'") }
        self.expectation = .value
        return .name(name)
    }

    private mutating func value() throws(JSONError) -> Token {
        guard self.valueBudget > 0 else {
            throw self.text.error("expected at most \(self.limits.values) values", code: .limitExceeded)
        }
        self.valueBudget -= 1
        switch self.text.peek() {
        case UInt8(ascii: "{"): return try self.open(.object)
        case UInt8(ascii: "["): return try self.open(.array)
        default: break
        }
        let token = try self.scalar()
        self.endValue()
        return token
    }

    private mutating func scalar() throws(JSONError) -> Token {
        guard let first = self.text.peek() else { throw self.text.error("expected a value") }
        switch first {
        case UInt8(ascii: "\""): return .string(try self.text.string())
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return .number(try self.text.number())
        case UInt8(ascii: "t"):
            try self.text.literal("true")
            return .bool(true)
        case UInt8(ascii: "f"):
            try self.text.literal("false")
            return .bool(false)
        case UInt8(ascii: "n"):
            try self.text.literal("null")
            return .null
        default: throw self.text.error("expected a value")
        }
    }
}

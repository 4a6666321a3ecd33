/// A JSON number, stored as text so that 64-bit integers lose no digits.
public struct JSONNumber: Hashable, Sendable, CustomStringConvertible {
    /// The number's text, valid by JSON's grammar.
    public let description: String

    /// Makes a number from a text that a reader has checked.
    init(checked text: String) {
        description = text
    }

    /// Makes a number from an integer.
    public init(_ value: some BinaryInteger) {
        description = String(value)
    }

    /// Makes a number, whole ones up to 2^53 without a fraction.
    ///
    /// Nil for infinities and NaN, which JSON does not support.
    public init?(_ value: Double) {
        guard value.isFinite else { return nil }
        if let whole = Int64(exactly: value), whole.magnitude <= 1 << 53 {
            description = String(whole)
        } else {
            description = value.description
        }
    }

    /// The nearest floating-point number; infinite if the number is too large.
    public var double: Double { Double(description) ?? .nan }

    /// Returns the number as an integer of the given type, or nil if it is not whole or does not fit.
    ///
    /// `1e3` and `1000.0` are whole.
    public func integer<Value: FixedWidthInteger>(as type: Value.Type = Value.self) -> Value? {
        Value(description) ?? Value(exactly: double)
    }
}

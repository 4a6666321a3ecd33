/// A value of `google.protobuf.Struct`.
public indirect enum MetadataValue: Hashable, Sendable {
    /// No value.
    case null
    /// A truth value.
    case bool(Bool)
    /// A number.
    case number(Double)
    /// A text.
    case string(String)
    /// Values in order.
    case list([MetadataValue])
    /// Values by name.
    case object([String: MetadataValue])

    /// The text, if it is one.
    public var text: String? {
        guard case .string(let text) = self else { return nil }
        return text
    }
}

/// A value of `google.protobuf.Struct`.
public indirect enum MetadataValue: Hashable, Sendable {
    /// No value.
    case null
    /// A Boolean value.
    case bool(Bool)
    /// A number.
    case number(Double)
    /// A text.
    case string(String)
    /// Values in order.
    case list([MetadataValue])
    /// Values by name.
    case object([String: MetadataValue])

    /// The text, or `nil` for any other value.
    public var text: String? {
        guard case .string(let text) = self else { return nil }
        return text
    }
}

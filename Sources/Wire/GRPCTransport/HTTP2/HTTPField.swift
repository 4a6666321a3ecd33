/// A header or trailer field.
///
/// Names are lower-case, as HTTP/2 requires (XP-H30); pseudo fields keep their colon.
public struct HTTPField: Hashable, Sendable {
    /// The lower-case name.
    public var name: String
    /// The value, without surrounding white space.
    public var value: String

    /// Makes a field.
    ///
    /// - Parameters:
    ///   - name: the name, lower-case: an upper-case letter makes Envoy close the whole connection (XP-H30).
    ///   - value: the value.
    public init(_ name: String, _ value: String) {
        self.name = name
        self.value = value
    }

    /// Returns the size that counts against MAX_HEADER_LIST_SIZE, in bytes.
    static func listSize(nameLength: Int, valueLength: Int) -> Int { nameLength + valueLength + 32 }
}

extension Array where Element == HTTPField {
    /// Returns the value of the first field with this name.
    public func firstValue(of name: String) -> String? {
        first { $0.name == name }?.value
    }
}

/// The header list of an HTTP request.
public struct HTTPRequestHead: Hashable, Sendable {
    /// The value of ":method".
    public var method: String
    /// The value of ":path", query included.
    public var path: String
    /// The value of ":authority", or an empty string.
    public var authority: String
    /// The other fields, in order.
    public var fields: [HTTPField]

    /// Makes a head from its parts.
    public init(method: String, path: String, authority: String = "", fields: [HTTPField] = []) {
        self.method = method
        self.path = path
        self.authority = authority
        self.fields = fields
    }

    /// Separates the pseudo fields from a header list; a missing one becomes an empty string.
    init(list: [HTTPField]) {
        self.init(method: "", path: "")
        fields.reserveCapacity(list.count)
        for field in list {
            switch field.name {
            case ":method": method = field.value
            case ":path": path = field.value
            case ":authority": authority = field.value
            default:
                if !field.name.hasPrefix(":") {
                    fields.append(field)
                }
            }
        }
    }

    /// Returns the value of the first field with this name.
    public func firstValue(of name: String) -> String? { fields.firstValue(of: name) }
}

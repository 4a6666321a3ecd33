/// The header list of a request in HTTP terms.
public struct HTTPRequestHead: Hashable, Sendable {
    /// ":method".
    public var method: String
    /// ":path", query included.
    public var path: String
    /// ":authority", or an empty string.
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

    /// Takes the pseudo fields of a header list apart; what is missing becomes an empty string.
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

    /// The value of the first field with this name.
    public func firstValue(of name: String) -> String? { fields.firstValue(of: name) }
}

internal import TextFormats

extension Labels {
    /// Reads a JSON object whose values are texts; nil for any other text.
    public init?(jsonObject text: String) {
        guard case .object(let members)? = try? JSONValue(parsing: text) else { return nil }
        var pairs: [(String, String)] = []
        for member in members {
            guard case .string(let value) = member.value else { return nil }
            pairs.append((member.name, value))
        }
        self.init(pairs)
    }
}

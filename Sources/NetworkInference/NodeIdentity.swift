internal import MeshModel

/// The four parts of an Istio node id: `type~ip~name.namespace~domain` (I-1).
struct NodeIdentity {
    let kind: Proxy.Kind
    let address: String
    /// The name before the first dot of the third part.
    let name: String
    /// The namespace after the first dot of the third part.
    let nameNamespace: String
    /// The namespace that the domain begins with.
    let namespace: String

    /// Nil for an id that does not have four parts.
    init?(_ id: String) {
        let parts = Self.split(id[...], at: "~")
        guard parts.count == 4, let kind = Proxy.Kind(rawValue: String(parts[0])) else { return nil }
        self.kind = kind
        address = String(parts[1])
        let name = Self.split(parts[2], at: ".", maxSplits: 1)
        self.name = String(name.first ?? "")
        nameNamespace = name.count > 1 ? String(name[1]) : ""
        namespace = String(Self.split(parts[3], at: ".").first ?? "")
    }

    /// Splits at bytes, not characters: some characters would join with a separator beside them and hide it.
    private static func split(_ text: Substring, at separator: Unicode.Scalar, maxSplits: Int = .max) -> [Substring] {
        let separator = UInt8(ascii: separator)
        return text.utf8.split(separator: separator, maxSplits: maxSplits, omittingEmptySubsequences: false)
            .map { Substring($0) }
    }
}

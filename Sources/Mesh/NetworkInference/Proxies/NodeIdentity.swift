internal import MeshModel
internal import TextFormats

/// The four parts of an Istio node id: `type~ip~name.namespace~domain` (EG-I1).
struct NodeIdentity {
    let kind: Proxy.Kind
    let address: String
    /// The name before the first dot of the third part.
    let name: String
    /// The namespace after the first dot of the third part.
    let nameNamespace: String
    /// The namespace at the beginning of the domain.
    let namespace: String

    /// Returns `nil` for an id that does not have four parts.
    init?(_ id: String) {
        guard let parts = EnvoyNode.parts(ofID: id), let kind = Proxy.Kind(rawValue: parts[0]) else { return nil }
        self.kind = kind
        address = parts[1]
        let name = parts[2].parts(separatedBy: ".", maxSplits: 1)
        self.name = String(name.first ?? "")
        nameNamespace = name.count > 1 ? String(name[1]) : ""
        namespace = String(parts[3].parts(separatedBy: ".").first ?? "")
    }
}

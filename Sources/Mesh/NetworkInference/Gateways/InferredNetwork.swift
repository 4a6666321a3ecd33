internal import MeshModel

/// A network and why it was concluded.
struct InferredNetwork: Equatable {
    let network: NetworkID
    let provenance: Provenance

    static let none = InferredNetwork(network: .none, provenance: Provenance(rule: .nothing, object: nil))
}

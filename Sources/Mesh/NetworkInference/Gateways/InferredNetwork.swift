internal import MeshModel

/// A network with its provenance.
struct InferredNetwork: Equatable {
    let network: NetworkID
    let provenance: Provenance

    static let none = InferredNetwork(network: .none, provenance: Provenance(rule: .nothing, object: nil))
}

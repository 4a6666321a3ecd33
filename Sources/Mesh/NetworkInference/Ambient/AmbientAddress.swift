internal import MeshModel

/// An address in a network, by which ambient mode finds workloads and services.
struct AmbientAddress: Hashable {
    let network: NetworkID
    let address: IPAddress
}

internal import MeshModel
internal import MeshSources

/// One line of MeshNetworks, identified by its place, that can be left out.
struct MeshNetworksPlace {
    let network: NetworkID
    let kind: MeshNetworksLine.Kind
    let text: String
    let reference: ObjectReference
    /// The position of the network, and of the rule or gateway in its list.
    let networkIndex: Int
    let index: Int

    /// A Boolean value that indicates whether leaving the line out can change anything; bare names and localities are
    /// never read.
    var canMatter: Bool { kind != .network && kind != .locality }

    /// Returns all lines in order.
    static func places(of meshNetworks: MeshNetworks) -> [MeshNetworksPlace] {
        meshNetworks.networks.enumerated().flatMap { places(of: $1, at: $0) }
    }

    private static func places(of network: MeshNetworks.Network, at position: Int) -> [MeshNetworksPlace] {
        let place = { (kind: MeshNetworksLine.Kind, text: String, reference: ObjectReference, index: Int) in
            MeshNetworksPlace(
                network: network.id,
                kind: kind,
                text: text,
                reference: reference,
                networkIndex: position,
                index: index
            )
        }
        var result: [MeshNetworksPlace] = []
        for (index, placed) in network.endpoints.enumerated() {
            switch placed.rule {
            case .fromRegistry: result.append(place(.fromRegistry, placed.text, placed.reference, index))
            case .fromCIDR: result.append(place(.fromCIDR, placed.text, placed.reference, index))
            }
        }
        for (index, rule) in network.gateways.enumerated() {
            let entrance = GatewaySummary.entrance(rule.address, rule.port)
            if rule.address.isEmpty {
                let text = "\(rule.registryServiceName):\(rule.port)"
                result.append(place(.registryServiceName, text, rule.reference, index))
            } else {
                result.append(place(.gatewayAddress, entrance, rule.reference, index))
            }
            if !rule.locality.isEmpty { result.append(place(.locality, rule.locality, rule.reference, index)) }
        }
        guard result.isEmpty else { return result }
        let nowhere = SourceLocation(file: "MeshNetworks", line: 0, column: 0)
        let reference = ObjectReference(
            kind: "MeshNetworks",
            namespace: "",
            name: network.id.name,
            cluster: .none,
            location: nowhere
        )
        return [place(.network, "", reference, 0)]
    }

    /// Returns MeshNetworks without some lines; a gateway is removed as a whole.
    static func meshNetworks(_ meshNetworks: MeshNetworks, without places: [MeshNetworksPlace]) -> MeshNetworks {
        var result = meshNetworks
        let sorted = places.filter(\.canMatter).sorted { ($0.networkIndex, $0.index) > ($1.networkIndex, $1.index) }
        for place in sorted {
            switch place.kind {
            case .fromRegistry, .fromCIDR: result.networks[place.networkIndex].endpoints.remove(at: place.index)
            case .gatewayAddress, .registryServiceName:
                result.networks[place.networkIndex].gateways.remove(at: place.index)
            case .network, .locality: break
            }
        }
        return result
    }
}

internal import MeshModel
internal import MeshSources

/// Finds contradictory statements of MeshNetworks, for the rule sets that refuse them.
enum MeshNetworksCheck {
    /// Returns the conflicts among fromRegistry claims and among equal address ranges.
    static func conflicts(in meshNetworks: MeshNetworks, semantics: TranslationSemantics) -> [InputError] {
        var errors: [InputError] = []
        var claims: [ClusterID: (network: NetworkID, reference: ObjectReference)] = [:]
        var ranges: [AddressPrefix: (network: NetworkID, reference: ObjectReference)] = [:]
        for network in meshNetworks.networks {
            for placed in network.endpoints {
                switch placed.rule {
                case .fromRegistry(let id):
                    guard semantics.conflictingRegistries == .error else { continue }
                    if let first = claims[id], first.network != network.id {
                        errors.append(conflict("cluster \(id)", placed, network.id, first))
                    } else {
                        claims[id] = (network.id, placed.reference)
                    }
                case .fromCIDR(let prefix?):
                    guard semantics.overlappingCIDRs == .longest else { continue }
                    if let first = ranges[prefix], first.network != network.id {
                        errors.append(conflict("the range \(placed.text)", placed, network.id, first))
                    } else {
                        ranges[prefix] = (network.id, placed.reference)
                    }
                case .fromCIDR(nil):
                    continue
                }
            }
        }
        return errors
    }

    private static func conflict(
        _ what: String,
        _ placed: MeshNetworks.PlacedRule,
        _ network: NetworkID,
        _ first: (network: NetworkID, reference: ObjectReference)
    ) -> InputError {
        InputError(
            .conflict,
            at: placed.reference.location,
            "\(what) is claimed by network \(network) and by \(first.network) (\(first.reference.location)), expected one"
        )
    }
}

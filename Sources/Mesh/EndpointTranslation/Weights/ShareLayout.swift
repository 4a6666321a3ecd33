internal import MeshModel

/// The encoding of shares in one assignment: ``TranslationSemantics/ShareEncoding``, resolved.
struct ShareLayout {
    /// A Boolean value that indicates whether each gateway and each class of equal weights has a separate locality.
    var splitsLocalities = false
    /// A Boolean value that indicates whether no more addresses of a gateway are used than there are endpoints behind it.
    var limitsAddresses = false
    /// A Boolean value that indicates whether all localities weigh the same.
    var levelsLocalities = false

    /// Decides for one assignment.
    ///
    /// - Parameters:
    ///   - encoding: the value of the rule set.
    ///   - policy: the DestinationRule's settings for the port.
    ///   - view: the proxy; read for `auto` only.
    init(
        _ encoding: TranslationSemantics.ShareEncoding,
        _ policy: EffectivePolicy,
        _ view: inout RecordingProxyView
    ) {
        switch encoding {
        case .endpointWeights: break
        case .localities: splitsLocalities = true
        case .manyAddresses: limitsAddresses = true
        case .auto:
            let balancer = policy.settings.loadBalancer
            if view.client() == .grpc, balancer?.hashTable != nil {
                // gRPC multiplies the weight of a locality with those of its endpoints.
                levelsLocalities = true
                return
            }
            splitsLocalities = true
            // Without weights of localities RANDOM gives every address the same.
            limitsAddresses = balancer?.hashTable == nil && balancer?.simple == .random
        }
    }
}

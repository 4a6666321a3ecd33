extension TranslationSemantics {
    /// Returns the value of a difference, as in its option.
    public func value(of difference: Difference) -> String {
        switch difference {
        case .networkPrecedence: networkPrecedence.rawValue
        case .overlappingCIDRs: overlappingCIDRs.rawValue
        case .conflictingRegistries: conflictingRegistries.rawValue
        case .duplicateGateways: duplicateGateways.rawValue
        case .gatewayPerLocality: gatewayPerLocality.rawValue
        case .weights: weights.rawValue
        case .remoteHealth: remoteHealth.rawValue
        case .unresolvedGateways: unresolvedGateways.rawValue
        case .unreachableNetworks: unreachableNetworks.rawValue
        case .missingTerminating: missingTerminating.rawValue
        case .unlabelledProxies: unlabelledProxies.rawValue
        case .duplicateEndpoints: duplicateEndpoints.rawValue
        case .localityGroups: localityGroups.rawValue
        case .emptyAddresses: emptyAddresses.rawValue
        case .networkFailover: networkFailover.rawValue
        case .subsetTLS: subsetTLS.rawValue
        case .portlessGateways: portlessGateways.rawValue
        case .shareEncoding: shareEncoding.rawValue
        case .mappedAddresses: mappedAddresses.rawValue
        case .ambientIndex: ambientIndex.rawValue
        case .tunnelsAcrossNetworks: tunnelsAcrossNetworks.rawValue
        case .hboneListeners: hboneListeners.rawValue
        case .selectingRules: selectingRules.rawValue
        case .machinePorts: machinePorts.rawValue
        case .undiscoveredConfiguration: undiscoveredConfiguration.rawValue
        case .importedServices: importedServices.rawValue
        case .unreadyEndpoints: unreadyEndpoints.rawValue
        case .gatewayFamilies: gatewayFamilies.rawValue
        case .networklessProxies: networklessProxies.rawValue
        case .labelledGatewayPorts: labelledGatewayPorts.rawValue
        case .localityLabels: localityLabels.rawValue
        case .inlineEndpointNames: inlineEndpointNames.rawValue
        case .slicePorts: slicePorts.rawValue
        case .repeatedAddresses: repeatedAddresses.rawValue
        case .sliceLocality: sliceLocality.rawValue
        case .endpointIdentity: endpointIdentity.rawValue
        case .endpointFamilies: endpointFamilies.rawValue
        case .sharedPortNames: sharedPortNames.rawValue
        }
    }

    /// The rule set's name, with its overrides: the text that ``init(parsing:)`` parses.
    public var name: String {
        let candidates = Self.named.map { name, base in
            [name]
                + Difference.allCases.filter { base.value(of: $0) != value(of: $0) }
                .map { "\($0.rawValue)=\(value(of: $0))" }
        }
        return (candidates.min { $0.count < $1.count } ?? []).joined(separator: ",")
    }
}

extension TranslationSemantics {
    /// A difference between the rule sets, by the name of its option.
    public enum Difference: String, CaseIterable, Sendable {
        /// The precedence of statements about a network.
        case networkPrecedence = "network-precedence"
        /// The precedence of overlapping ranges.
        case overlappingCIDRs = "overlapping-cidrs"
        /// A cluster that two networks claim.
        case conflictingRegistries = "conflicting-registries"
        /// Gateways that share an address.
        case duplicateGateways = "duplicate-gateways"
        /// The number of occurrences of a gateway.
        case gatewayPerLocality = "gateway-per-locality"
        /// The scaling of weights.
        case weights = "weights"
        /// The remote endpoints that count.
        case remoteHealth = "remote-health"
        /// Networks whose gateways have no address.
        case unresolvedGateways = "unresolved-gateways"
        /// Networks without gateways.
        case unreachableNetworks = "unreachable-networks"
        /// `ready: false` without `terminating`.
        case missingTerminating = "missing-terminating"
        /// Proxies without `NETWORK`.
        case unlabelledProxies = "unlabelled-proxies"
        /// Duplicate addresses.
        case duplicateEndpoints = "duplicate-endpoints"
        /// The rule for groups of endpoints.
        case localityGroups = "locality-groups"
        /// Endpoints without address.
        case emptyAddresses = "empty-addresses"
        /// Failover lists that begin with the network.
        case networkFailover = "network-failover"
        /// Subsets without their own policy.
        case subsetTLS = "subset-tls"
        /// Gateways without a port for mTLS.
        case portlessGateways = "portless-gateways"
        /// The captured workloads and waypoints that ambient mode knows.
        case ambientIndex = "ambient-index"
        /// Ways into other networks in ambient mode.
        case tunnelsAcrossNetworks = "tunnels-across-networks"
        /// Listeners for HBONE of Gateway resources.
        case hboneListeners = "hbone-listeners"
        /// DestinationRules that select workloads.
        case selectingRules = "selecting-rules"
        /// Ports of WorkloadEntries.
        case machinePorts = "machine-ports"
        /// Istio's objects in namespaces that are not discovered.
        case undiscoveredConfiguration = "undiscovered-configuration"
        /// The description of a service of several clusters.
        case importedServices = "imported-services"
        /// Endpoints that are not ready.
        case unreadyEndpoints = "unready-endpoints"
        /// Gateways of an address family that the proxy does not reach.
        case gatewayFamilies = "gateway-families"
        /// Proxies of no known network.
        case networklessProxies = "networkless-proxies"
        /// The port of a labelled gateway Service.
        case labelledGatewayPorts = "labelled-gateway-ports"
        /// Labels that give a locality.
        case localityLabels = "locality-labels"
        /// Names of endpoints that are written into ServiceEntries.
        case inlineEndpointNames = "inline-endpoint-names"
        /// Ports of EndpointSlices without a number.
        case slicePorts = "slice-ports"
        /// Addresses that several EndpointSlices list.
        case repeatedAddresses = "repeated-addresses"
        /// The locality of addresses without a pod.
        case sliceLocality = "slice-locality"
        /// The identity of endpoints.
        case endpointIdentity = "endpoint-identity"
        /// Endpoints of an address family that the proxy does not reach.
        case endpointFamilies = "endpoint-families"
        /// Ports of a service that share a name.
        case sharedPortNames = "shared-port-names"
        /// The encoding of shares.
        case shareEncoding = "share-encoding"
        /// IPv4 addresses written as IPv6.
        case mappedAddresses = "mapped-addresses"

        /// The possible values, the one of `standard` first.
        public var choices: [String] {
            switch self {
            case .networkPrecedence: NetworkPrecedence.allCases.map(\.rawValue)
            case .overlappingCIDRs: OverlappingCIDRs.allCases.map(\.rawValue)
            case .conflictingRegistries: ConflictingRegistries.allCases.map(\.rawValue)
            case .duplicateGateways: DuplicateGateways.allCases.map(\.rawValue)
            case .gatewayPerLocality: GatewayPerLocality.allCases.map(\.rawValue)
            case .weights: Weights.allCases.map(\.rawValue)
            case .remoteHealth: RemoteHealth.allCases.map(\.rawValue)
            case .unresolvedGateways: UnresolvedGateways.allCases.map(\.rawValue)
            case .unreachableNetworks: UnreachableNetworks.allCases.map(\.rawValue)
            case .missingTerminating: MissingTerminating.allCases.map(\.rawValue)
            case .unlabelledProxies: UnlabelledProxies.allCases.map(\.rawValue)
            case .duplicateEndpoints: DuplicateEndpoints.allCases.map(\.rawValue)
            case .localityGroups: LocalityGroups.allCases.map(\.rawValue)
            case .emptyAddresses: EmptyAddresses.allCases.map(\.rawValue)
            case .networkFailover: NetworkFailover.allCases.map(\.rawValue)
            case .subsetTLS: SubsetTLS.allCases.map(\.rawValue)
            case .portlessGateways: PortlessGateways.allCases.map(\.rawValue)
            case .shareEncoding: ShareEncoding.allCases.map(\.rawValue)
            case .mappedAddresses: MappedAddresses.allCases.map(\.rawValue)
            case .ambientIndex: AmbientIndex.allCases.map(\.rawValue)
            case .tunnelsAcrossNetworks: TunnelsAcrossNetworks.allCases.map(\.rawValue)
            case .hboneListeners: HBONEListeners.allCases.map(\.rawValue)
            case .selectingRules: SelectingRules.allCases.map(\.rawValue)
            case .machinePorts: MachinePorts.allCases.map(\.rawValue)
            case .undiscoveredConfiguration: UndiscoveredConfiguration.allCases.map(\.rawValue)
            case .importedServices: ImportedServices.allCases.map(\.rawValue)
            case .unreadyEndpoints: UnreadyEndpoints.allCases.map(\.rawValue)
            case .gatewayFamilies: GatewayFamilies.allCases.map(\.rawValue)
            case .networklessProxies: NetworklessProxies.allCases.map(\.rawValue)
            case .labelledGatewayPorts: LabelledGatewayPorts.allCases.map(\.rawValue)
            case .localityLabels: LocalityLabels.allCases.map(\.rawValue)
            case .inlineEndpointNames: InlineEndpointNames.allCases.map(\.rawValue)
            case .slicePorts: SlicePorts.allCases.map(\.rawValue)
            case .repeatedAddresses: RepeatedAddresses.allCases.map(\.rawValue)
            case .sliceLocality: SliceLocality.allCases.map(\.rawValue)
            case .endpointIdentity: EndpointIdentity.allCases.map(\.rawValue)
            case .endpointFamilies: EndpointFamilies.allCases.map(\.rawValue)
            case .sharedPortNames: SharedPortNames.allCases.map(\.rawValue)
            }
        }
    }

    /// An error in the text of a rule set.
    public struct ParseError: Error, Hashable, Sendable, CustomStringConvertible {
        /// The message: what was found and what was expected.
        public let message: String

        /// The message.
        public var description: String { message }
    }

    /// Parses `standard` or `istio-1.30`, followed by any number of `,name=value`.
    ///
    /// - Throws: ``ParseError`` with the existing choices.
    public init(parsing text: String) throws(ParseError) {
        let parts = text.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        let name = parts.first ?? ""
        guard let base = Self.named.first(where: { $0.name == name }) else {
            let names = Self.named.map(\.name).joined(separator: ", ")
            throw ParseError(message: "unknown rule set '\(name)': expected one of \(names)")
        }
        self = base.semantics
        for part in parts.dropFirst() {
            let sides = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
            guard sides.count == 2, let difference = Difference(rawValue: sides[0]) else {
                let names = Difference.allCases.map(\.rawValue).joined(separator: ", ")
                throw ParseError(message: "unknown difference '\(part)': expected name=value with a name of \(names)")
            }
            try set(difference, to: sides[1])
        }
    }

    /// Sets one difference.
    ///
    /// - Throws: ``ParseError`` with the possible values.
    public mutating func set(_ difference: Difference, to value: String) throws(ParseError) {
        switch difference {
        case .networkPrecedence: networkPrecedence = try Self.choice(value, of: difference)
        case .overlappingCIDRs: overlappingCIDRs = try Self.choice(value, of: difference)
        case .conflictingRegistries: conflictingRegistries = try Self.choice(value, of: difference)
        case .duplicateGateways: duplicateGateways = try Self.choice(value, of: difference)
        case .gatewayPerLocality: gatewayPerLocality = try Self.choice(value, of: difference)
        case .weights: weights = try Self.choice(value, of: difference)
        case .remoteHealth: remoteHealth = try Self.choice(value, of: difference)
        case .unresolvedGateways: unresolvedGateways = try Self.choice(value, of: difference)
        case .unreachableNetworks: unreachableNetworks = try Self.choice(value, of: difference)
        case .missingTerminating: missingTerminating = try Self.choice(value, of: difference)
        case .unlabelledProxies: unlabelledProxies = try Self.choice(value, of: difference)
        case .duplicateEndpoints: duplicateEndpoints = try Self.choice(value, of: difference)
        case .localityGroups: localityGroups = try Self.choice(value, of: difference)
        case .emptyAddresses: emptyAddresses = try Self.choice(value, of: difference)
        case .networkFailover: networkFailover = try Self.choice(value, of: difference)
        case .subsetTLS: subsetTLS = try Self.choice(value, of: difference)
        case .portlessGateways: portlessGateways = try Self.choice(value, of: difference)
        case .shareEncoding: shareEncoding = try Self.choice(value, of: difference)
        case .mappedAddresses: mappedAddresses = try Self.choice(value, of: difference)
        case .ambientIndex: ambientIndex = try Self.choice(value, of: difference)
        case .tunnelsAcrossNetworks: tunnelsAcrossNetworks = try Self.choice(value, of: difference)
        case .hboneListeners: hboneListeners = try Self.choice(value, of: difference)
        case .selectingRules: selectingRules = try Self.choice(value, of: difference)
        case .machinePorts: machinePorts = try Self.choice(value, of: difference)
        case .undiscoveredConfiguration: undiscoveredConfiguration = try Self.choice(value, of: difference)
        case .importedServices: importedServices = try Self.choice(value, of: difference)
        case .unreadyEndpoints: unreadyEndpoints = try Self.choice(value, of: difference)
        case .gatewayFamilies: gatewayFamilies = try Self.choice(value, of: difference)
        case .networklessProxies: networklessProxies = try Self.choice(value, of: difference)
        case .labelledGatewayPorts: labelledGatewayPorts = try Self.choice(value, of: difference)
        case .localityLabels: localityLabels = try Self.choice(value, of: difference)
        case .inlineEndpointNames: inlineEndpointNames = try Self.choice(value, of: difference)
        case .slicePorts: slicePorts = try Self.choice(value, of: difference)
        case .repeatedAddresses: repeatedAddresses = try Self.choice(value, of: difference)
        case .sliceLocality: sliceLocality = try Self.choice(value, of: difference)
        case .endpointIdentity: endpointIdentity = try Self.choice(value, of: difference)
        case .endpointFamilies: endpointFamilies = try Self.choice(value, of: difference)
        case .sharedPortNames: sharedPortNames = try Self.choice(value, of: difference)
        }
    }

    private static func choice<Choice: RawRepresentable<String>>(
        _ value: String,
        of difference: Difference
    ) throws(ParseError) -> Choice {
        guard let choice = Choice(rawValue: value) else {
            let choices = difference.choices.joined(separator: " or ")
            throw ParseError(message: "'\(value)' is no value of \(difference.rawValue): expected \(choices)")
        }
        return choice
    }
}

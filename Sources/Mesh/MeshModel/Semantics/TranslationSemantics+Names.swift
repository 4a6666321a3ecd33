extension TranslationSemantics {
    /// A point on which the rule sets differ, by the name that users switch it with.
    public enum Difference: String, CaseIterable, Sendable {
        /// Which statement about a network wins.
        case networkPrecedence = "network-precedence"
        /// Which of several ranges wins.
        case overlappingCIDRs = "overlapping-cidrs"
        /// A cluster that two networks claim.
        case conflictingRegistries = "conflicting-registries"
        /// Gateways that share an address.
        case duplicateGateways = "duplicate-gateways"
        /// How often a gateway appears.
        case gatewayPerLocality = "gateway-per-locality"
        /// How weights are scaled.
        case weights = "weights"
        /// Which remote endpoints count.
        case remoteHealth = "remote-health"
        /// Networks whose gateways have no address.
        case unresolvedGateways = "unresolved-gateways"
        /// Networks without gateways.
        case unreachableNetworks = "unreachable-networks"
        /// `ready: false` without `terminating`.
        case missingTerminating = "missing-terminating"
        /// Proxies without `NETWORK`.
        case unlabelledProxies = "unlabelled-proxies"
        /// One address listed twice.
        case duplicateEndpoints = "duplicate-endpoints"
        /// What makes a group of endpoints.
        case localityGroups = "locality-groups"
        /// Endpoints without address.
        case emptyAddresses = "empty-addresses"
        /// Failover lists that begin with the network.
        case networkFailover = "network-failover"
        /// Subsets without a policy of their own.
        case subsetTLS = "subset-tls"
        /// Gateways without a port for mTLS.
        case portlessGateways = "portless-gateways"

        /// The values that the difference can take, the one of `standard` first.
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
            }
        }
    }

    /// Why a description of a rule set was not understood.
    public struct ParseError: Error, Hashable, Sendable, CustomStringConvertible {
        /// What was found and what was expected.
        public let message: String

        /// The message.
        public var description: String { message }
    }

    /// Reads `standard` or `istio-1.30`, followed by any number of `,name=value`.
    ///
    /// - Throws: ``ParseError`` that names the choices there are.
    public init(parsing text: String) throws(ParseError) {
        let parts = text.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        switch parts.first ?? "" {
        case "standard": self = .standard
        case "istio-1.30": self = .istio130
        case let name:
            throw ParseError(message: "unknown rule set '\(name)': expected standard or istio-1.30")
        }
        for part in parts.dropFirst() {
            let sides = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
            guard sides.count == 2, let difference = Difference(rawValue: sides[0]) else {
                let names = Difference.allCases.map(\.rawValue).joined(separator: ", ")
                throw ParseError(message: "unknown difference '\(part)': expected name=value with a name of \(names)")
            }
            try set(difference, to: sides[1])
        }
    }

    /// Switches one difference.
    ///
    /// - Throws: ``ParseError`` that names the values the difference can take.
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

/// All rules, ascending by code.
enum LintRules {
    static let mesh: [any LintRule] = [
        UnreachableNetwork(), UnresolvedGateways(), RepeatedGateway(), SharedGatewayAddress(), OverlappingRanges(),
        UnknownRegistry(), ContestedRegistry(), UnusedEndpointRule(), ShadowedGateway(), RegistryServiceName(),
        GatewayLocality(), GatewayPort(), NotMutual(), GatewayFamily(), SingleGateway(), ImpossibleEndpoint(),
        UnhealthyNetwork(), ProxyWithoutNetwork(), BareAddressRange(), GatewayWithoutAddress(), NodeGateway(),
        NodePortMapping(), EntryWithoutNetwork(), MisspeltNetwork(), DifferentPorts(), ClusterWithoutNetwork(),
        ContradictingPods(), EmptyNetwork(), LocalGatewayAddress(), ForeignGateway(), UnreadEndpoints(), DisabledTLS(),
        UnknownLocality(), DuplicateGateway(), NamespaceLabel(), DeclaredNames(), UnusableGatewayResource(),
        UnknownPods(), MisplacedConfiguration(), AddresslessEntry(), UndiscoveredObjects(), SplitWorkload(),
        SharedPortName(),
        SlicePort(), RepeatedAddress(), UnplacedAddress(), PlainCapture(),
        IgnoredWeights(), PinnedConnections(), HashedLocalities(), LoneGateway(), RejectedPolicy(), MappedAddress(),
        OversizedAssignment(),
    ]
}

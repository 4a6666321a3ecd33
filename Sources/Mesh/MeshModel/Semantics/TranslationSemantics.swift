/// The rule set: every difference between `standard` and `istio-1.30`, as one named option each.
///
/// The names are those of ``Difference``; each can be overridden individually (`standard,overlapping-cidrs=widest`).
public struct TranslationSemantics: Hashable, Sendable {
    /// The precedence of statements about an endpoint's network (NI-15).
    public enum NetworkPrecedence: String, CaseIterable, Sendable {
        /// Workload label or field, then fromCidr, then fromRegistry, then the system-namespace label.
        case mostSpecific = "most-specific"
        /// Workload label, system-namespace label, fromRegistry, fromCidr; the field alone for VMs.
        case registryFirst = "registry-first"
    }

    /// The precedence of ranges that contain an address (NI-11).
    public enum OverlappingCIDRs: String, CaseIterable, Sendable {
        /// The longest prefix; the same prefix in two networks is an error.
        case longest
        /// The shortest prefix; of equal ones the last network by name.
        case widest
    }

    /// The treatment of a cluster that two networks claim (NI-12).
    public enum ConflictingRegistries: String, CaseIterable, Sendable {
        /// Refuse the input.
        case error
        /// The first network by name.
        case firstByName = "first-by-name"
    }

    /// The number of gateways that share network, address and port (NI-53, NI-54).
    public enum DuplicateGateways: String, CaseIterable, Sendable {
        /// One gateway.
        case merge
        /// One gateway for each source and cluster.
        case perSource = "per-source"
    }

    /// The number of occurrences of a gateway in an assignment (EG-X4).
    public enum GatewayPerLocality: String, CaseIterable, Sendable {
        /// Once, in the best locality and priority of the endpoints that it represents, with their whole weight.
        case once
        /// Once in each locality with endpoints behind it.
        case perLocality = "per-locality"
    }

    /// The scaling of weights so that gateways can share them (EG-G5, EG-N7, EG-N13).
    public enum Weights: String, CaseIterable, Sendable {
        /// By the smallest factor that the assignment needs; exact.
        case exact
        /// By the least common multiple over all gateways of the mesh; divided with floor.
        case meshWideMultiple = "mesh-wide-multiple"
    }

    /// The remote endpoints that count towards a gateway's weight (EG-X5).
    public enum RemoteHealth: String, CaseIterable, Sendable {
        /// Healthy endpoints; a network without any is left out.
        case healthyOnly = "healthy-only"
        /// All endpoints that are sent.
        case all
    }

    /// The treatment of a network whose gateways have no address (NI-55).
    public enum UnresolvedGateways: String, CaseIterable, Sendable {
        /// Its endpoints are left out.
        case unreachable
        /// It is treated as a network without gateways.
        case ignored
    }

    /// The treatment of the endpoints of a remote network without gateways (EG-N10).
    public enum UnreachableNetworks: String, CaseIterable, Sendable {
        /// They are sent unchanged.
        case direct
        /// They are left out.
        case drop
    }

    /// The meaning of `ready: false` without `terminating` (NI-85).
    public enum MissingTerminating: String, CaseIterable, Sendable {
        /// Not ready.
        case unhealthy
        /// Terminating; never sent.
        case terminating
    }

    /// The network of a proxy without `NETWORK` (NI-25).
    public enum UnlabelledProxies: String, CaseIterable, Sendable {
        /// The network of its own pod or WorkloadEntry, found by its address.
        case ownWorkload = "own-workload"
        /// None.
        case noNetwork = "no-network"
    }

    /// The number of occurrences of one address and port in an assignment.
    public enum DuplicateEndpoints: String, CaseIterable, Sendable {
        /// Once: Envoy keeps only the first copy, gRPC rejects the assignment.
        case once
        /// As often as it is listed.
        case asListed = "as-listed"
    }

    /// The rule for groups of endpoints (EG-W5).
    public enum LocalityGroups: String, CaseIterable, Sendable {
        /// One group for each locality and priority, none without endpoints: gRPC rejects others.
        case byLocality = "by-locality"
        /// One group for each text of a locality label; groups that lost all endpoints are kept.
        case byLabel = "by-label"
    }

    /// The treatment of an endpoint without address that no gateway represents (EG-X11).
    public enum EmptyAddresses: String, CaseIterable, Sendable {
        /// It is left out.
        case drop
        /// It is sent while no network has a gateway, and Envoy rejects the assignment.
        case emit
    }

    /// The effect of further labels in a failover list that begins with the network, after networks differ (EG-P17).
    public enum NetworkFailover: String, CaseIterable, Sendable {
        /// The other labels still order the endpoints of other networks, as later releases of the reference do.
        case refine
        /// All endpoints of other networks are equal.
        case stop
    }

    /// The TLS mode of a subset without its own policy (EG-M3).
    public enum SubsetTLS: String, CaseIterable, Sendable {
        /// That of the rule, as in its clusters.
        case inherited
        /// None: the endpoint's own mode decides.
        case ownPolicyOnly = "own-policy-only"
    }

    /// The treatment of gateways without a port for mTLS, for proxies other than sidecars (EG-N4).
    public enum PortlessGateways: String, CaseIterable, Sendable {
        /// They are skipped.
        case skip
        /// Their address is sent as the path of a Unix socket.
        case emit
    }

    /// Which captured workloads and waypoints ambient mode knows (NI-116, NI-117).
    public enum AmbientIndex: String, CaseIterable, Sendable {
        /// Those of every cluster, each in the network that it is in.
        case everyCluster = "every-cluster"
        /// Workloads of the control plane's own network, by the label of its system namespace; waypoints and services of
        /// clusters whose system namespace names a network.
        case controlPlaneNetwork = "control-plane-network"
    }

    /// By which protocol proxies that are no sidecars enter other networks in ambient mode (EG-A6).
    public enum TunnelsAcrossNetworks: String, CaseIterable, Sendable {
        /// By tunnels to endpoints that take tunnels, by mTLS to sidecars.
        case byEndpoint = "by-endpoint"
        /// By tunnels always.
        case always
    }

    /// The use of a Gateway resource's HBONE listener by proxies that use mTLS (NI-50).
    public enum HBONEListeners: String, CaseIterable, Sendable {
        /// Nothing: its port is for tunnels.
        case tunnelsOnly = "tunnels-only"
        /// A port for mTLS as well.
        case mutualTLSToo = "mtls-too"
    }

    /// The effect of DestinationRules that select workloads on the other workloads of their namespace (EG-S6).
    public enum SelectingRules: String, CaseIterable, Sendable {
        /// Nothing: they count for the workloads that they select, and only for those.
        case ownWorkloads = "own-workloads"
        /// They end the search for a rule, and take in the private rules for the same host that select nothing.
        case wholeNamespace = "whole-namespace"
    }

    /// The name by which a WorkloadEntry's port is found for a Service's port with a named target (NI-105).
    public enum MachinePorts: String, CaseIterable, Sendable {
        /// By that of the service port, as the WorkloadEntry's documentation says, else by the target's.
        case servicePortName = "service-port-name"
        /// By the target's; a machine without such a port is left out.
        case targetPortName = "target-port-name"
    }

    /// The treatment of Istio's objects in namespaces that no discovery selector matches (NI-5).
    public enum UndiscoveredConfiguration: String, CaseIterable, Sendable {
        /// They do not exist, as the documentation of `discoverySelectors` says.
        case ignored
        /// They count; only Services, EndpointSlices and Pods do not exist.
        case counts
    }

    /// The cluster that describes a service under `clusterset.local` (NI-113).
    public enum ImportedServices: String, CaseIterable, Sendable {
        /// The first that has the Service, the config cluster before all others, as under `cluster.local`.
        case configCluster = "config-cluster"
        /// The second that has the Service: the one that is added after it describes the service anew.
        case secondCluster = "second-cluster"
    }

    /// The treatment of endpoints that are not ready (EG-H3, EG-H4).
    public enum UnreadyEndpoints: String, CaseIterable, Sendable {
        /// They are left out, except for services with a traffic distribution.
        case leaveOut = "leave-out"
        /// They are sent as UNHEALTHY and count in weights, unless the rule sets `outlierDetection.minHealthPercent`.
        case send
    }

    /// The gateways that a proxy of one address family is sent to (EG-N5).
    public enum GatewayFamilies: String, CaseIterable, Sendable {
        /// Those of the family that it reaches.
        case reachable
        /// All, whether it reaches them or not.
        case all
    }

    /// The way from a proxy without network to the endpoints of networks with gateways (EG-N9).
    public enum NetworklessProxies: String, CaseIterable, Sendable {
        /// Through the gateways.
        case gateways
        /// By their own addresses, as if they were in its network.
        case direct
    }

    /// The condition on the port for mTLS of a labelled gateway Service (NI-39).
    public enum LabelledGatewayPorts: String, CaseIterable, Sendable {
        /// It has to; it is no gateway for mTLS without it.
        case declared
        /// It is taken to have it.
        case assumed
    }

    /// The labels of a workload that give its locality (NI-89).
    public enum LocalityLabels: String, CaseIterable, Sendable {
        /// `topology.istio.io/locality`, then `istio-locality`.
        case both
        /// `istio-locality` only.
        case istioLocality = "istio-locality"
    }

    /// The workload name and namespace of an endpoint that is written into a ServiceEntry (EG-D3).
    public enum InlineEndpointNames: String, CaseIterable, Sendable {
        /// It is named after the ServiceEntry and has its namespace.
        case given
        /// It has neither.
        case none
    }

    /// The meaning of an EndpointSlice's port without a number (NI-80).
    public enum SlicePorts: String, CaseIterable, Sendable {
        /// The target port of the Service; the endpoint is left out if that has no number.
        case targetPort = "target-port"
        /// A Unix socket whose path is the address.
        case socket
    }

    /// The endpoint that counts if EndpointSlices of a Service list an address several times (NI-84).
    public enum RepeatedAddresses: String, CaseIterable, Sendable {
        /// One for each port number; one that is ready before others.
        case readyFirst = "ready-first"
        /// The first by the names of the slices, for each port name.
        case firstSlice = "first-slice"
    }

    /// The locality of an address in an EndpointSlice without a pod (NI-89).
    public enum SliceLocality: String, CaseIterable, Sendable {
        /// That of the Node that `nodeName` names, else the field `zone`.
        case fromNode = "from-node"
        /// None.
        case none
    }

    /// The encoding of shares in an assignment.
    public enum ShareEncoding: String, CaseIterable, Sendable {
        /// Chosen by the client and by the configuration of its cluster.
        case auto
        /// Weights of localities as well: each gateway, and each class of equal weights, has a separate locality.
        case localities
        /// No more addresses of a gateway than there are endpoints behind it.
        case manyAddresses = "many-addresses"
        /// Weights of endpoints; a locality weighs what its endpoints weigh.
        case endpointWeights = "endpoint-weights"
    }

    /// The form of IPv4 addresses that the input writes as IPv6 (`::ffff:a.b.c.d`).
    public enum MappedAddresses: String, CaseIterable, Sendable {
        /// Plain IPv4.
        case plain
        /// As they are written.
        case asWritten = "as-written"
    }

    /// The identity of an endpoint in EndpointSlices and behind a ServiceEntry's selector (NI-84).
    public enum EndpointIdentity: String, CaseIterable, Sendable {
        /// A pod, or one entry of a slice without a pod, with all addresses that are listed for it.
        case workload
        /// An address.
        case address
    }

    /// The endpoints that a proxy of one address family is sent by their own addresses (EG-E14).
    public enum EndpointFamilies: String, CaseIterable, Sendable {
        /// Those with an address of its family; IPv4 addresses also go to IPv6 proxies if the service has no others.
        case reachable
        /// All, whether it reaches them or not.
        case all
    }

    /// The endpoints of a port whose name other ports of the service have as well (EG-E4).
    public enum SharedPortNames: String, CaseIterable, Sendable {
        /// Those of the port with that number.
        case byNumber = "by-number"
        /// Those of all ports of that name.
        case byName = "by-name"
    }

    /// `network-precedence`.
    public var networkPrecedence: NetworkPrecedence
    /// `overlapping-cidrs`.
    public var overlappingCIDRs: OverlappingCIDRs
    /// `conflicting-registries`.
    public var conflictingRegistries: ConflictingRegistries
    /// `duplicate-gateways`.
    public var duplicateGateways: DuplicateGateways
    /// `gateway-per-locality`.
    public var gatewayPerLocality: GatewayPerLocality
    /// `weights`.
    public var weights: Weights
    /// `remote-health`.
    public var remoteHealth: RemoteHealth
    /// `unresolved-gateways`.
    public var unresolvedGateways: UnresolvedGateways
    /// `unreachable-networks`.
    public var unreachableNetworks: UnreachableNetworks
    /// `missing-terminating`.
    public var missingTerminating: MissingTerminating
    /// `unlabelled-proxies`.
    public var unlabelledProxies: UnlabelledProxies
    /// `duplicate-endpoints`.
    public var duplicateEndpoints: DuplicateEndpoints
    /// `locality-groups`.
    public var localityGroups: LocalityGroups
    /// `empty-addresses`.
    public var emptyAddresses: EmptyAddresses
    /// `network-failover`.
    public var networkFailover: NetworkFailover
    /// `subset-tls`.
    public var subsetTLS: SubsetTLS
    /// `portless-gateways`.
    public var portlessGateways: PortlessGateways
    /// `ambient-index`.
    public var ambientIndex: AmbientIndex
    /// `tunnels-across-networks`.
    public var tunnelsAcrossNetworks: TunnelsAcrossNetworks
    /// `hbone-listeners`.
    public var hboneListeners: HBONEListeners
    /// `selecting-rules`.
    public var selectingRules: SelectingRules
    /// `machine-ports`.
    public var machinePorts: MachinePorts
    /// `undiscovered-configuration`.
    public var undiscoveredConfiguration: UndiscoveredConfiguration
    /// `imported-services`.
    public var importedServices: ImportedServices
    /// `unready-endpoints`.
    public var unreadyEndpoints: UnreadyEndpoints
    /// `gateway-families`.
    public var gatewayFamilies: GatewayFamilies
    /// `networkless-proxies`.
    public var networklessProxies: NetworklessProxies
    /// `labelled-gateway-ports`.
    public var labelledGatewayPorts: LabelledGatewayPorts
    /// `locality-labels`.
    public var localityLabels: LocalityLabels
    /// `inline-endpoint-names`.
    public var inlineEndpointNames: InlineEndpointNames
    /// `slice-ports`.
    public var slicePorts: SlicePorts
    /// `repeated-addresses`.
    public var repeatedAddresses: RepeatedAddresses
    /// `slice-locality`.
    public var sliceLocality: SliceLocality
    /// `endpoint-identity`.
    public var endpointIdentity: EndpointIdentity
    /// `endpoint-families`.
    public var endpointFamilies: EndpointFamilies
    /// `shared-port-names`.
    public var sharedPortNames: SharedPortNames
    /// `share-encoding`.
    public var shareEncoding: ShareEncoding
    /// `mapped-addresses`.
    public var mappedAddresses: MappedAddresses

    /// The documented and expected behaviour.
    public static let standard = TranslationSemantics(
        networkPrecedence: .mostSpecific,
        overlappingCIDRs: .longest,
        conflictingRegistries: .error,
        duplicateGateways: .merge,
        gatewayPerLocality: .once,
        weights: .exact,
        remoteHealth: .healthyOnly,
        unresolvedGateways: .unreachable,
        unreachableNetworks: .direct,
        missingTerminating: .unhealthy,
        unlabelledProxies: .ownWorkload,
        duplicateEndpoints: .once,
        localityGroups: .byLocality,
        emptyAddresses: .drop,
        networkFailover: .refine,
        subsetTLS: .inherited,
        portlessGateways: .skip,
        ambientIndex: .everyCluster,
        tunnelsAcrossNetworks: .byEndpoint,
        hboneListeners: .tunnelsOnly,
        selectingRules: .ownWorkloads,
        machinePorts: .servicePortName,
        undiscoveredConfiguration: .ignored,
        importedServices: .configCluster,
        unreadyEndpoints: .leaveOut,
        gatewayFamilies: .reachable,
        networklessProxies: .gateways,
        labelledGatewayPorts: .declared,
        localityLabels: .both,
        inlineEndpointNames: .given,
        slicePorts: .targetPort,
        repeatedAddresses: .readyFirst,
        sliceLocality: .fromNode,
        endpointIdentity: .workload,
        endpointFamilies: .reachable,
        sharedPortNames: .byNumber,
        shareEncoding: .auto,
        mappedAddresses: .plain
    )

    /// The behaviour of istiod 1.30, rule by rule; where its output is random, this one is sorted.
    public static let istio130 = TranslationSemantics(
        networkPrecedence: .registryFirst,
        overlappingCIDRs: .widest,
        conflictingRegistries: .firstByName,
        duplicateGateways: .perSource,
        gatewayPerLocality: .perLocality,
        weights: .meshWideMultiple,
        remoteHealth: .all,
        unresolvedGateways: .ignored,
        unreachableNetworks: .direct,
        missingTerminating: .terminating,
        unlabelledProxies: .noNetwork,
        duplicateEndpoints: .asListed,
        localityGroups: .byLabel,
        emptyAddresses: .emit,
        networkFailover: .stop,
        subsetTLS: .ownPolicyOnly,
        portlessGateways: .emit,
        ambientIndex: .controlPlaneNetwork,
        tunnelsAcrossNetworks: .always,
        hboneListeners: .mutualTLSToo,
        selectingRules: .wholeNamespace,
        machinePorts: .targetPortName,
        undiscoveredConfiguration: .counts,
        importedServices: .secondCluster,
        unreadyEndpoints: .leaveOut,
        gatewayFamilies: .reachable,
        networklessProxies: .gateways,
        labelledGatewayPorts: .declared,
        localityLabels: .both,
        inlineEndpointNames: .given,
        slicePorts: .socket,
        repeatedAddresses: .firstSlice,
        sliceLocality: .none,
        endpointIdentity: .address,
        endpointFamilies: .all,
        sharedPortNames: .byName,
        shareEncoding: .endpointWeights,
        mappedAddresses: .asWritten
    )

    /// The rules of istiod 1.31.
    public static let istio131: TranslationSemantics = {
        var semantics = istio130
        semantics.networkFailover = .refine
        semantics.subsetTLS = .inherited
        semantics.unreadyEndpoints = .send
        return semantics
    }()

    /// The rules of istiod 1.28.
    public static let istio128: TranslationSemantics = {
        var semantics = istio130
        semantics.gatewayFamilies = .all
        semantics.networklessProxies = .direct
        semantics.labelledGatewayPorts = .assumed
        semantics.localityLabels = .istioLocality
        semantics.inlineEndpointNames = .none
        return semantics
    }()

    /// The rule sets that have a name, the default first.
    public static let named: [(name: String, semantics: TranslationSemantics)] = [
        ("standard", standard), ("istio-1.30", istio130), ("istio-1.31", istio131), ("istio-1.28", istio128),
    ]
}

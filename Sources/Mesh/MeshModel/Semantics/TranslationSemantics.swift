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

    /// What a Gateway resource's listener for HBONE is to proxies that speak mTLS (NI-50).
    public enum HBONEListeners: String, CaseIterable, Sendable {
        /// Nothing: its port is for tunnels.
        case tunnelsOnly = "tunnels-only"
        /// A port for mTLS as well.
        case mutualTLSToo = "mtls-too"
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
        hboneListeners: .tunnelsOnly
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
        hboneListeners: .mutualTLSToo
    )
}

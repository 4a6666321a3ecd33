/// The rule set: every point on which `standard` and `istio-1.30` differ, as one named choice each.
///
/// The names are those of ``Difference``; each can be switched alone
/// (`standard,overlapping-cidrs=widest`).
public struct TranslationSemantics: Hashable, Sendable {
    /// Which statement about an endpoint's network wins (NI-15).
    public enum NetworkPrecedence: String, CaseIterable, Sendable {
        /// Workload label or field, then fromCidr, then fromRegistry, then the system-namespace label.
        case mostSpecific = "most-specific"
        /// Workload label, system-namespace label, fromRegistry, fromCidr; the field alone for VMs.
        case registryFirst = "registry-first"
    }

    /// Which of several ranges that contain an address wins (NI-11).
    public enum OverlappingCIDRs: String, CaseIterable, Sendable {
        /// The longest prefix; the same prefix in two networks is an error.
        case longest
        /// The shortest prefix; of equal ones the last network by name.
        case widest
    }

    /// What to do with a cluster that two networks claim (NI-12).
    public enum ConflictingRegistries: String, CaseIterable, Sendable {
        /// Refuse the input.
        case error
        /// The first network by name.
        case firstByName = "first-by-name"
    }

    /// How gateways that share network, address and port are counted (NI-53, NI-54).
    public enum DuplicateGateways: String, CaseIterable, Sendable {
        /// One gateway.
        case merge
        /// One for each source and cluster.
        case perSource = "per-source"
    }

    /// How often a gateway appears in an assignment (EG-X4).
    public enum GatewayPerLocality: String, CaseIterable, Sendable {
        /// Once, in the best locality and priority of the endpoints that it stands for, with their whole weight.
        case once
        /// Once in each locality with endpoints behind it.
        case perLocality = "per-locality"
    }

    /// How weights are scaled so that gateways can share them (EG-G5, EG-N7, EG-N13).
    public enum Weights: String, CaseIterable, Sendable {
        /// By the least factor that the assignment needs; exact.
        case exact
        /// By the least common multiple over all gateways of the mesh; divided with floor.
        case meshWideMultiple = "mesh-wide-multiple"
    }

    /// Which remote endpoints count towards a gateway's weight (EG-X5).
    public enum RemoteHealth: String, CaseIterable, Sendable {
        /// Healthy ones; a network without any is left out.
        case healthyOnly = "healthy-only"
        /// All that are sent.
        case all
    }

    /// What becomes of a network whose gateways have no address (NI-55).
    public enum UnresolvedGateways: String, CaseIterable, Sendable {
        /// Its endpoints are left out.
        case unreachable
        /// As if it had no gateway.
        case ignored
    }

    /// What becomes of the endpoints of a remote network without gateways (EG-N10).
    public enum UnreachableNetworks: String, CaseIterable, Sendable {
        /// They are sent as they are.
        case direct
        /// They are left out.
        case drop
    }

    /// What `ready: false` without `terminating` means (NI-85).
    public enum MissingTerminating: String, CaseIterable, Sendable {
        /// Not ready.
        case unhealthy
        /// On its way out; never sent.
        case terminating
    }

    /// Where a proxy without `NETWORK` is (NI-25).
    public enum UnlabelledProxies: String, CaseIterable, Sendable {
        /// In the network of its own pod or WorkloadEntry, found by its address.
        case ownWorkload = "own-workload"
        /// In none.
        case noNetwork = "no-network"
    }

    /// How often one address and port appears in an assignment.
    public enum DuplicateEndpoints: String, CaseIterable, Sendable {
        /// Once: Envoy keeps only the first copy, gRPC refuses the assignment.
        case once
        /// As often as it is listed.
        case asListed = "as-listed"
    }

    /// What makes a group of endpoints (EG-W5).
    public enum LocalityGroups: String, CaseIterable, Sendable {
        /// One group for each locality and priority, none without endpoints: gRPC refuses others.
        case byLocality = "by-locality"
        /// One group for each text of a locality label; groups that lost all endpoints stay.
        case byLabel = "by-label"
    }

    /// What becomes of an endpoint without address that no gateway stands for (EG-X11).
    public enum EmptyAddresses: String, CaseIterable, Sendable {
        /// It is left out.
        case drop
        /// It is sent while no network has a gateway, and Envoy refuses the assignment.
        case emit
    }

    /// How a failover list that begins with the network goes on after networks differ (EG-P17).
    public enum NetworkFailover: String, CaseIterable, Sendable {
        /// The other labels still order the endpoints of other networks, as later releases of the reference do.
        case refine
        /// All endpoints of other networks are equal.
        case stop
    }

    /// The TLS mode of a subset that has no policy of its own (EG-M3).
    public enum SubsetTLS: String, CaseIterable, Sendable {
        /// That of the rule, as its clusters have it.
        case inherited
        /// None: the endpoint's own mode decides.
        case ownPolicyOnly = "own-policy-only"
    }

    /// What becomes of gateways without a port for mTLS, for proxies that are no sidecars (EG-N4).
    public enum PortlessGateways: String, CaseIterable, Sendable {
        /// They are passed over.
        case skip
        /// Their address is sent as the path of a Unix socket.
        case emit
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

    /// What the documentation promises and users expect.
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
        portlessGateways: .skip
    )

    /// What istiod 1.30 does, rule by rule; where its output is random, ours is sorted.
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
        portlessGateways: .emit
    )
}

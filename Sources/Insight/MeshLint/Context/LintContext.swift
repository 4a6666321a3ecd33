internal import MeshExplanation
public import MeshModel
public import MeshSources
public import NetworkInference

/// The input of the rules: the mesh as read, the inferred snapshot, and indexes that are built on first use.
///
/// One per run; the rules share the indexes.
public final class LintContext {
    /// The mesh as read.
    let mesh: MeshDirectory
    /// The inferred snapshot; sources of a gateway are kept apart and contradictions are accepted.
    public let snapshot: MeshSnapshot
    private let inference: MeshInference
    /// The rule set to judge by.
    let semantics: TranslationSemantics
    /// A Boolean value that indicates whether host names of gateways have been resolved.
    let areNamesKnown: Bool
    /// The prefix that makes a path in the directory a path as the user names it.
    let pathPrefix: String

    /// The services with their endpoints by class, ascending by host name and namespace.
    private(set) lazy var services = ServiceEndpoints.all(in: snapshot)
    /// The contents of each network.
    private(set) lazy var networks = NetworkIndex(services: services, proxies: proxies)
    /// The Services and Gateways that are configured as entrances of networks.
    private(set) lazy var entrances = EntranceIndex(mesh: mesh, snapshot: snapshot)
    /// The declared proxies, with resolved metadata.
    private(set) lazy var proxies = KnownProxy.all(in: mesh, snapshot)
    /// The endpoints with IP addresses, parsed once for the rules that compare addresses.
    private(set) lazy var addressed = services.flatMap { service in
        (snapshot.shards[service.key] ?? []).flatMap(\.endpoints).compactMap { endpoint in
            IPAddress(endpoint.address).map { (address: $0, endpoint: endpoint) }
        }
    }
    /// The clusters of proxies, for rules about load balancing.
    private(set) lazy var clientClusters = ClientCluster.all(in: self)
    /// Explains assignments by the rule set to judge by; nil if it refuses the mesh.
    private(set) lazy var explainer: MeshExplainer? = {
        (try? MeshConclusions(mesh, by: inference)).map { MeshExplainer($0) }
    }()
    /// All statements about networks.
    private(set) lazy var networkNames = NetworkNames(mesh: mesh)

    /// Makes a context.
    ///
    /// - Parameters:
    ///   - mesh: the mesh, read leniently.
    ///   - inference: the rule set, the optional features and the resolved addresses of host names.
    ///   - areNamesKnown: whether host names that the directory does not pin have been resolved.
    ///   - directory: the directory as the user names it, or `nil` for files that are named by their own paths.
    /// - Throws: ``InputErrors`` for contradictions that no rule set accepts.
    public init(
        _ mesh: MeshDirectory,
        _ inference: MeshInference,
        areNamesKnown: Bool = false,
        directory: String? = nil
    ) throws(InputErrors) {
        self.mesh = mesh
        self.inference = inference
        semantics = inference.semantics
        self.areNamesKnown = areNamesKnown || mesh.pinnedNames != nil
        pathPrefix = directory.map { $0 + "/" } ?? ""
        var open = inference
        // Contradictions are findings here, not errors; a second source of a gateway is only visible if kept apart.
        open.semantics.conflictingRegistries = .firstByName
        open.semantics.duplicateGateways = .perSource
        open.semantics.mappedAddresses = .asWritten
        do throws(InputErrors) {
            snapshot = try open.snapshot(of: mesh)
        } catch {
            open.semantics.overlappingCIDRs = .widest
            snapshot = try open.snapshot(of: mesh)
        }
    }

    /// The config cluster.
    var configCluster: ClusterObjects? { mesh.clusters.first { $0.id == mesh.configCluster } }

    /// A Boolean value that indicates whether networks have any effect: a network has an entrance, or there are several
    /// networks.
    var isMultiNetwork: Bool { snapshot.gateways.isMultiNetwork || networks.names.count > 1 }

    /// Returns a Boolean value that indicates whether a network's gateways are host names without known addresses.
    func isUnresolved(_ network: NetworkID) -> Bool { snapshot.gateways.unreachableNetworks.contains(network) }

    /// Returns the gateways of a network, including those without an address.
    func gateways(of network: NetworkID) -> [Gateway] {
        (snapshot.gateways.byNetwork[network] ?? []) + snapshot.gateways.unresolved.filter { $0.network == network }
    }
}

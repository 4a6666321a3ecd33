public import MeshModel
public import MeshSources
public import NetworkInference

/// A mesh as the rules look at it: what was read, what is inferred of it, and indexes that are made when first asked for.
///
/// One for each run; rules share what one of them has asked for.
public final class LintContext {
    /// What was read.
    let mesh: MeshDirectory
    /// What is inferred, with every source of a gateway apart and without refusing contradictions.
    public let snapshot: MeshSnapshot
    /// The rule set that the mesh is judged by.
    let semantics: TranslationSemantics
    /// Whether a gateway name without addresses is known to have none.
    let areNamesKnown: Bool
    /// What stands before a path of the directory to make it a path as the user names it.
    let pathPrefix: String

    /// The services with their endpoints in classes, ascending by host name and namespace.
    private(set) lazy var services = ServiceEndpoints.all(in: snapshot)
    /// What is in each network.
    private(set) lazy var networks = NetworkIndex(services: services, proxies: proxies)
    /// The Services and Gateways that are meant to be entrances of networks.
    private(set) lazy var entrances = EntranceIndex(mesh: mesh, snapshot: snapshot)
    /// The proxies that are declared, as they are known.
    private(set) lazy var proxies = KnownProxy.all(in: mesh, snapshot)
    /// The endpoints with IP addresses, read once for those rules that compare addresses.
    private(set) lazy var addressed = services.flatMap { service in
        (snapshot.shards[service.key] ?? []).flatMap(\.endpoints).compactMap { endpoint in
            IPAddress(endpoint.address).map { (address: $0, endpoint: endpoint) }
        }
    }
    /// Everything said about networks anywhere.
    private(set) lazy var networkNames = NetworkNames(mesh: mesh)

    /// Makes a context.
    ///
    /// - Parameters:
    ///   - mesh: what was read, leniently.
    ///   - inference: the rule set, what is switched on, and the addresses of names that were asked for.
    ///   - areNamesKnown: whether name servers were asked for the names that the directory does not pin.
    ///   - directory: how the user calls the directory; nil for files that are called by their own paths.
    /// - Throws: ``InputErrors`` for statements that no rule set can hold together.
    public init(
        _ mesh: MeshDirectory,
        _ inference: MeshInference,
        areNamesKnown: Bool = false,
        directory: String? = nil
    ) throws(InputErrors) {
        self.mesh = mesh
        semantics = inference.semantics
        self.areNamesKnown = areNamesKnown || mesh.pinnedNames != nil
        pathPrefix = directory.map { $0 + "/" } ?? ""
        var open = inference
        // Contradictions are findings, not reasons to stop; and a gateway's second source is only seen while it is one.
        open.semantics.conflictingRegistries = .firstByName
        open.semantics.duplicateGateways = .perSource
        do throws(InputErrors) {
            snapshot = try open.snapshot(of: mesh)
        } catch {
            open.semantics.overlappingCIDRs = .widest
            snapshot = try open.snapshot(of: mesh)
        }
    }

    /// The cluster whose configuration counts.
    var configCluster: ClusterObjects? { mesh.clusters.first { $0.id == mesh.configCluster } }

    /// Whether networks make a difference at all: some network has an entrance, or there are several networks.
    var isMultiNetwork: Bool { snapshot.gateways.isMultiNetwork || networks.names.count > 1 }

    /// Whether a gateway name is known to lead nowhere, or was only not looked up.
    func isUnresolved(_ network: NetworkID) -> Bool { snapshot.gateways.unreachableNetworks.contains(network) }

    /// The gateways of a network, those without an address included.
    func gateways(of network: NetworkID) -> [Gateway] {
        (snapshot.gateways.byNetwork[network] ?? []) + snapshot.gateways.unresolved.filter { $0.network == network }
    }
}

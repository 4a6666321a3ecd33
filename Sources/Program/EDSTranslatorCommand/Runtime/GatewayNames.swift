internal import DiscoveryServer
internal import Logging
internal import MeshModel
internal import NIOPosix
internal import NameResolution

/// The host names of a mesh's gateways and their addresses, kept up to date.
struct GatewayNames: Sendable {
    private let resolver: GatewayNameResolver

    /// Asks the name servers of this machine.
    ///
    /// - Parameters:
    ///   - isReference: whether names are kept and given up as in the reference.
    ///   - logger: for lookups.
    init(isReference: Bool, logger: Logger = LogOptions.standard.logger(.names)) throws {
        let configuration: ResolverConfiguration
        do {
            configuration = try ResolverConfiguration.load()
        } catch {
            throw CommandFailure(.unreachable, "\(error)")
        }
        resolver = GatewayNameResolver(
            lookup: DNSClient(configuration: configuration, group: MultiThreadedEventLoopGroup.singleton),
            policy: isReference ? .istio130 : .standard,
            logger: logger
        )
    }

    /// The newest state, whenever it changes.
    var updates: AsyncStream<ResolvedNames> { resolver.updates }

    /// Follows the names of a mesh from now on; those that its directory pins need not be asked for.
    func follow(_ mesh: ServedMesh) async {
        await resolver.update(names: mesh.pinsNames ? [] : Set(mesh.snapshot.gateways.hostNames))
    }

    /// Follows the names of a mesh, and waits until each was answered or failed once, or the time is over.
    func resolve(_ mesh: ServedMesh, within limit: Duration) async -> ResolvedNames {
        await follow(mesh)
        let deadline = ContinuousClock.now + limit
        var names = await resolver.resolvedNames()
        while !names.waiting.isEmpty, ContinuousClock.now < deadline {
            try? await Task.sleep(for: .milliseconds(20))
            names = await resolver.resolvedNames()
        }
        return names
    }

    /// How every name is doing.
    func statuses() async -> [NameStatus] { await resolver.snapshot() }

    /// Asks nobody any more.
    func stop() async { await resolver.stop() }
}

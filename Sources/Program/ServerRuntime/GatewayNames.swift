public import Logging
internal import MeshModel
public import MeshViews
internal import NIOPosix
public import NameResolution

/// The host names of a mesh's gateways and their addresses, kept up to date.
public struct GatewayNames: Sendable {
    private let resolver: GatewayNameResolver

    /// Makes a resolver with the name servers of this machine.
    ///
    /// - Parameters:
    ///   - isReference: whether names are kept and given up as in the reference.
    ///   - logger: for lookups.
    /// - Throws: ``ServerError`` when the settings of this machine cannot be read.
    public init(isReference: Bool, logger: Logger) throws {
        let configuration: ResolverConfiguration
        do {
            configuration = try ResolverConfiguration.load()
        } catch {
            throw ServerError(.unreachable, "\(error)")
        }
        resolver = GatewayNameResolver(
            lookup: DNSClient(configuration: configuration, group: MultiThreadedEventLoopGroup.singleton),
            policy: isReference ? .istio130 : .standard,
            logger: logger
        )
    }

    /// The newest state, whenever it changes.
    public var updates: AsyncStream<ResolvedNames> { resolver.updates }

    /// Follows the names of a mesh from now on; those that its directory pins need not be asked for.
    public func follow(_ mesh: MeshState) async {
        await resolver.update(names: mesh.pinsNames ? [] : Set(mesh.snapshot.gateways.hostNames))
    }

    /// Follows the names of a mesh, and waits until each was answered or failed once, or the time is over.
    public func resolve(_ mesh: MeshState, within limit: Duration) async -> ResolvedNames {
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
    public func statuses() async -> [NameStatus] { await resolver.snapshot() }

    /// Asks nobody any more.
    public func stop() async { await resolver.stop() }
}

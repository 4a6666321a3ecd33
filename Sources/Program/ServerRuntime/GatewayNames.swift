public import Logging
internal import MeshModel
public import MeshViews
internal import NIOPosix
public import NameResolution

/// The host names of a mesh's gateways with their current addresses.
public struct GatewayNames: Sendable {
    private let resolver: GatewayNameResolver

    /// Makes a resolver with the name servers of this machine.
    ///
    /// - Parameters:
    ///   - isReference: a Boolean value that indicates whether names are kept and dropped as in the reference.
    ///   - logger: the logger of lookups.
    /// - Throws: ``ServerError`` when the settings of this machine cannot be read.
    public init(isReference: Bool, logger: Logger) throws {
        let configuration: ResolverConfiguration
        do {
            configuration = try ResolverConfiguration.load()
        } catch {
            throw ServerError(.unreachable, "\(error)", cause: error)
        }
        resolver = GatewayNameResolver(
            lookup: DNSClient(configuration: configuration, group: MultiThreadedEventLoopGroup.singleton),
            policy: isReference ? .istio130 : .standard,
            logger: logger
        )
    }

    /// The newest addresses, after every change.
    public var updates: AsyncStream<ResolvedNames> { resolver.updates }

    /// Follows the names of a mesh, apart from those that its directory pins.
    public func follow(_ mesh: MeshState) async {
        await resolver.update(names: mesh.pinsNames ? [] : Set(mesh.snapshot.gateways.hostNames))
    }

    /// Follows the names of a mesh, and waits until each was resolved or failed once, up to a time limit.
    public func resolve(_ mesh: MeshState, within limit: Duration) async -> ResolvedNames {
        await follow(mesh)
        return await resolver.untilSettled(within: limit)
    }

    /// Returns the status of every name.
    public func statuses() async -> [HostNameStatus] { await resolver.snapshot() }

    /// Stops resolving.
    public func stop() async { await resolver.stop() }
}

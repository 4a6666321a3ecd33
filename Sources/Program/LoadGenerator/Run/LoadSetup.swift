internal import EnvoyMessages
internal import MeshSources
internal import NIOCore

/// The parts of a run that are prepared before anything is started.
struct LoadSetup: Sendable {
    let context: RunContext
    /// The generated part of the mesh, or `nil` if the server is only watched.
    let mesh: LoadMesh?
    /// The nodes by number.
    let nodes: [EncodedNodeParts]

    /// Reads the directory, draws subscriptions and plans changes.
    ///
    /// - Throws: ``LoadError`` with code `mesh` or `option`.
    init(_ plan: LoadPlan) throws(LoadError) {
        let directory = try Self.directory(of: plan)
        let maker = try NodeMaker(plan.nodes, directory: directory)
        var services: [String: Int] = [:]
        var names = plan.resources
        if plan.drivesChanges, let directory {
            mesh = LoadMesh(plan, layout: MeshLayout(directory))
            names = (0..<plan.services).map { LoadNames.resource($0) } + names
            for service in 0..<plan.services { services[LoadNames.resource(service)] = service }
        } else {
            mesh = nil
            if names.isEmpty { names = Self.declaredNames(directory) }
        }
        guard !names.isEmpty else {
            throw LoadError(.option, "no names to subscribe to: pass --resource, or --mesh with a proxies.yaml")
        }
        if let streams = plan.streams, streams > names.count, plan.protocols.contains(where: { !$0.isAggregated }) {
            throw LoadError(
                .option,
                "\(streams) streams without ADS need as many names, found \(names.count): increase --services or pass more --resource"
            )
        }
        let roster = ClientRoster(plan, names: names, services: services, ownNames: maker.ownResources)
        let schedule =
            mesh == nil || plan.rate == 0
            ? ChangeSchedule(watchingFor: plan.duration)
            : ChangeSchedule(plan, services: roster.subscribers.keys.sorted())
        context = RunContext(plan: plan, roster: roster, ledger: ChangeLedger(schedule))
        nodes = try Self.nodes(maker, for: roster, plan)
    }

    /// The number of all receipts of all changes.
    var allReceipts: Int {
        context.ledger.schedule.changes.reduce(0) { $0 + context.roster.audience(of: $1) }
    }

    private static func directory(of plan: LoadPlan) throws(LoadError) -> MeshDirectory? {
        let path: String? =
            switch plan.target {
            case .serve(let directory): directory
            case .address(_, _, let editing): editing ?? plan.meshDirectory
            }
        guard let path else { return nil }
        do throws(InputErrors) {
            return try MeshDirectoryReader().read(directory: path)
        } catch {
            throw LoadError(.mesh, error.errors.prefix(20).map(\.description).joined(separator: "\n"), cause: error)
        }
    }

    private static func declaredNames(_ directory: MeshDirectory?) -> [String] {
        var seen: Set<String> = []
        return (directory?.proxies ?? []).flatMap(\.resources).filter { seen.insert($0).inserted }
    }

    private static func nodes(
        _ maker: NodeMaker,
        for roster: ClientRoster,
        _ plan: LoadPlan
    ) throws(LoadError) -> [EncodedNodeParts] {
        let extensions = plan.hasFullNodes ? ExtensionList.packed : nil
        let count = roster.connections.flatMap(\.streams).map { $0.node + 1 }.max() ?? 0
        var nodes: [EncodedNodeParts] = []
        nodes.reserveCapacity(count)
        do throws(MessageError) {
            for index in 0..<count {
                nodes.append(try EncodedNodeParts(maker.node(index), extensions: extensions))
            }
        } catch {
            throw LoadError(.mesh, "cannot encode a node: \(error.message)", cause: error)
        }
        return nodes
    }
}

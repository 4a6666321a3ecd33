internal import ArgumentParser
internal import KubernetesAPI
internal import Logging
internal import MeshModel
internal import MeshSources
internal import MeshTracking
internal import ServerRuntime
internal import Synchronization

#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#elseif canImport(Darwin)
    internal import Darwin
#endif

/// The arguments for live clusters.
struct ClusterSourceOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "A kubeconfig; may be repeated. Default: KUBECONFIG, or ~/.kube/config.",
            valueName: "file"
        ),
        completion: .file()
    )
    var kubeconfig: [String] = []

    @Option(
        help: ArgumentHelp(
            "Follow the cluster of this context, with an optional id; may be repeated. The first one is the config cluster.",
            valueName: "context[=id]"
        )
    )
    var context: [String] = []

    @Option(help: ArgumentHelp("Follow the cluster that this pod runs in, as the config cluster.", valueName: "id"))
    var inCluster: String?

    @Flag(
        help: ArgumentHelp(
            "Follow the clusters of the config cluster's Secrets with label istio/multiCluster=true.",
            discussion: "Clusters are added, replaced and removed with their Secrets."
        )
    )
    var remoteSecrets = false

    @Option(help: ArgumentHelp("The config cluster. Default: the first one.", valueName: "id"))
    var configCluster: String?

    @Option(help: ArgumentHelp("The namespace of the control plane in live clusters.", valueName: "namespace"))
    var systemNamespace = "istio-system"

    @Option(
        help: ArgumentHelp(
            "Maximum wait for the initial sync of all clusters; after it the server starts without the missing ones.",
            valueName: "seconds"
        )
    )
    var syncTimeout = 60

    @Option(help: ArgumentHelp("Maximum number of objects of a live cluster.", valueName: "count"))
    var clusterObjects = 1_000_000

    @Option(
        help: ArgumentHelp(
            "Maximum size of the objects of a live cluster, as its API server sends them.",
            discussion: "A cluster that exceeds a limit keeps its last state; the others are not affected.",
            valueName: "MiB"
        )
    )
    var clusterMemory = 1_024

    func validate() throws {
        guard clusterObjects > 0, (1...1_048_576).contains(clusterMemory) else {
            throw ValidationError("--cluster-objects must be above 0, and --cluster-memory 1 to 1048576 MiB.")
        }
        guard (0...86_400).contains(syncTimeout) else {
            throw ValidationError("--sync-timeout must be 0 to 86400 seconds.")
        }
        if !isLive, remoteSecrets || configCluster != nil || !kubeconfig.isEmpty {
            throw ValidationError(
                "--kubeconfig, --config-cluster and --remote-secrets require --context or --in-cluster."
            )
        }
    }

    /// A Boolean value that indicates whether any live cluster is selected.
    var isLive: Bool { !context.isEmpty || inCluster != nil }

    /// Returns the feed of the clusters, or `nil` if none is selected.
    ///
    /// - Parameters:
    ///   - revision: the revision of the control plane; nil to follow the ConfigMaps of all.
    ///   - features: the optional features; kinds that only they read are followed only if they are enabled.
    ///   - keepsContent: a Boolean value that indicates whether objects keep their content for recordings.
    ///   - requiresAll: a Boolean value that indicates whether the start fails without any of the clusters.
    /// - Throws: ``CommandFailure`` if a kubeconfig or an argument is invalid.
    func feed(
        _ features: MeshFeatures,
        revision: String?,
        keepsContent: Bool = false,
        requiresAll: Bool = false,
        _ logger: Logger
    ) throws -> KubernetesFeed? {
        guard isLive else { return nil }
        let kinds = ObjectKind.all.filter { features.mcsServiceDiscovery || !Self.multiClusterKinds.contains($0) }
        let clusters = try accesses().map { KubernetesSources.Cluster($0.id, access: $0.access, kinds: kinds) }
        let ids = clusters.map(\.id)
        guard Set(ids).count == ids.count else {
            throw CommandFailure(
                .usage,
                "duplicate cluster id: pass another one, as in --context \(ids[0])=other"
            )
        }
        let config = configCluster.map { ClusterID($0) } ?? ids[0]
        if remoteSecrets, !ids.contains(config) {
            let names = ids.map(\.name).joined(separator: ", ")
            throw CommandFailure(
                .usage,
                "--config-cluster \(config) is not a followed cluster, expected one of \(names)"
            )
        }
        var configuration = KubernetesSources.Configuration(
            clusters: clusters,
            secretCluster: remoteSecrets ? config : nil
        )
        configuration.remoteKinds = kinds
        configuration.settings.systemNamespace = systemNamespace
        configuration.settings.revision = revision
        configuration.settings.keepsContent = keepsContent
        configuration.settings.clusterObjects = clusterObjects
        configuration.settings.clusterBytes = clusterMemory << 20
        configuration.settings.userAgent = "eds-translator/\(Version.number)"
        return KubernetesFeed(
            KubernetesSources(configuration, logger: logger),
            configCluster: config,
            timeout: .seconds(syncTimeout),
            // A recording lasts; without a cluster it would be half a mesh.
            requiresAll: keepsContent || requiresAll,
            logger
        )
    }

    /// Reads the objects of live clusters once, beside those of a directory; only the directory if no cluster is selected.
    ///
    /// - Throws: ``CommandFailure`` for invalid input, `ServerError` if no cluster can be read.
    func read(_ input: MeshInput) async throws -> MeshDirectory {
        let logger = LogOptions.standard.logger(.clusters)
        guard let feed = try feed(input.rules.features, revision: input.rules.revision, requiresAll: true, logger)
        else {
            return try input.read()
        }
        let stopping = StopSignal()
        let signals = await SignalListener([SIGINT: { stopping.request() }, SIGTERM: { stopping.request() }])
        defer { signals.stop() }
        let changes = Mutex<[ClusterChange]>([])
        let collect = { @Sendable (published: [ClusterChange]) in changes.withLock { $0 += published } }
        try await feed.publishing(to: collect, until: stopping) {}
        var tracker = try input.tracker(feed)
        for change in changes.withLock({ $0 }) { tracker.apply(change) }
        for problem in tracker.problems { StandardError.write("warning: passed over: \(problem)") }
        return tracker.mesh()
    }

    private static let multiClusterKinds: Set<ObjectKind> = [.serviceExport, .serviceImport]

    private func accesses() throws -> [(id: ClusterID, access: ClusterAccess)] {
        var accesses: [(id: ClusterID, access: ClusterAccess)] = []
        do throws(InputError) {
            if let inCluster {
                accesses.append((ClusterID(inCluster), try .inCluster(environment: Self.environment)))
            }
            guard !context.isEmpty else { return accesses }
            let paths = kubeconfig.isEmpty ? Kubeconfig.standardPaths(environment: Self.environment) : kubeconfig
            let configuration = try Kubeconfig(paths: paths)
            for argument in context {
                let (name, id) = Self.split(argument, configuration)
                accesses.append((ClusterID(id), try configuration.access(context: name)))
            }
        } catch {
            throw CommandFailure(.badInput, error.description)
        }
        return accesses
    }

    /// Returns the context and the id of `context=id`; names of contexts may contain `=`.
    private static func split(_ argument: String, _ configuration: Kubeconfig) -> (context: String, id: String) {
        guard !configuration.contextNames.contains(argument), let sign = argument.lastIndex(of: "=") else {
            return (argument, argument)
        }
        return (String(argument[..<sign]), String(argument[argument.index(after: sign)...]))
    }

    private static var environment: [String: String] {
        var values: [String: String] = [:]
        for name in ["KUBECONFIG", "HOME", "KUBERNETES_SERVICE_HOST", "KUBERNETES_SERVICE_PORT"] {
            if let value = getenv(name) { values[name] = String(cString: value) }
        }
        return values
    }
}

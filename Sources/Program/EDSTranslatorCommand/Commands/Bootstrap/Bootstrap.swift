internal import ArgumentParser
internal import ClientBootstrap
internal import EndpointTranslation
internal import MeshExplanation
internal import MeshModel
internal import MeshSources
internal import NetworkInference
internal import TextFormats

/// `bootstrap`: writes the bootstrap of an Envoy or of a gRPC library.
struct Bootstrap: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Write a complete bootstrap with which an Envoy gets its assignments from this program.",
        discussion: """
            The bootstrap has an EDS cluster for each resource of one proxy, with the load balancing that istiod 1.30 \
            would configure for it, a listener on 127.0.0.1 for each cluster, and the admin port. Where shares are encoded \
            in the weights of localities, and the policy does not keep those of endpoints, localities are weighed.

            With --grpc it is the xDS bootstrap of a gRPC library. The server answers endpoints only: listeners, routes \
            and clusters have to come from elsewhere.

            EXAMPLES:
              eds-translator bootstrap --example --proxy sidecar~127.1.9.1~client-west.shop~shop.svc.cluster.local
              eds-translator bootstrap Examples/west-east --listeners 20000 --admin 127.0.0.1:0 \\
                --proxy sidecar~127.1.9.1~client-west.shop~shop.svc.cluster.local
              eds-translator bootstrap --example --delivery file --files eds -o json \\
                --proxy sidecar~127.1.9.1~client-west.shop~shop.svc.cluster.local
              eds-translator bootstrap --example --grpc --server xds.example.com:18000 --server-ca ca.pem \\
                --proxy sidecar~127.1.9.1~client-west.shop~shop.svc.cluster.local
            """
    )

    @OptionGroup var input: MeshInput

    @OptionGroup var selection: ProxySelection

    @OptionGroup var names: NameOptions

    @OptionGroup var client: BootstrapOptions

    @OptionGroup var tls: ClientTLSOptions

    @OptionGroup var workload: WorkloadTLSOptions

    @Flag(help: "Write the xDS bootstrap of a gRPC library, in JSON.")
    var grpc = false

    @Option(name: [.short, .long], help: "yaml or json; json with --grpc.")
    var output: OutputFormat?

    enum OutputFormat: String, ExpressibleByArgument, CaseIterable {
        case yaml
        case json
    }

    func validate() throws {
        guard grpc else { return }
        guard output != .yaml else { throw ValidationError("--grpc: gRPC reads JSON only, expected -o json.") }
        guard client.delivery == nil || client.delivery == .ads else {
            throw ValidationError("--grpc: gRPC uses an aggregated stream, expected --delivery ads.")
        }
        guard client.listeners == nil, client.admin == nil else {
            throw ValidationError("--listeners and --admin belong to an Envoy: expected no --grpc.")
        }
        guard tls.serverName == nil else {
            throw ValidationError("--server-name: gRPC's bootstrap has no such setting; name the server by its host.")
        }
        guard workload.authorities == nil else {
            throw ValidationError("--workload-ca belongs to an Envoy: expected no --grpc.")
        }
    }

    func run() async throws {
        let directory = try input.read()
        let mesh = try await names.conclude(directory, input.rules)
        let query = try query(directory, mesh.snapshot)
        let server = ManagementServer(try client.serverAddress, tls: tls.management)
        guard !grpc else {
            print(GRPCBootstrap(node: query.node, server: server).json.text(pretty: true))
            return
        }
        let explainer = MeshExplainer(mesh)
        let clusters = query.names.map { name in
            BootstrapCluster(
                name,
                explainer.outline(name, for: query.proxy).trace.cluster,
                encoding: mesh.snapshot.semantics.shareEncoding
            )
        }
        warn(about: clusters)
        let bootstrap = EnvoyBootstrap(
            node: query.node,
            server: server,
            delivery: try client.delivery(of: query.names),
            clusters: clusters,
            listeners: try client.listeners(count: clusters.count),
            admin: try client.adminAddress,
            upstreamTLS: workload.settings
        )
        switch output ?? .yaml {
        case .yaml: print(bootstrap.json.yaml, terminator: "")
        case .json: print(bootstrap.json.text(pretty: true))
        }
    }

    /// The one proxy that is selected, or declared; an Envoy or a gRPC library, whatever its node says.
    private func query(_ directory: MeshDirectory, _ snapshot: MeshSnapshot) throws -> ProxyQuery {
        let queries = try ProxyQuery.all(selection, directory, snapshot, as: grpc ? .grpc : .envoy)
        guard queries.count == 1, let query = queries.first else {
            let ids = queries.prefix(5).map { "\n  --proxy \($0.node.id)" }.joined()
            throw CommandFailure(
                .usage,
                "a bootstrap is for one proxy, found \(queries.count): expected one of\(ids)"
                    + (queries.count > 5 ? "\n  ..." : "")
            )
        }
        return query
    }

    private func warn(about clusters: [BootstrapCluster]) {
        for cluster in clusters {
            if cluster.configured == nil {
                StandardError.write("warning: \(cluster.name): no service found, the cluster has istiod's defaults")
            } else if !cluster.usesEDS {
                StandardError.write(
                    "warning: \(cluster.name): PASSTHROUGH asks for no endpoints, the cluster has no listener"
                )
            }
        }
    }
}

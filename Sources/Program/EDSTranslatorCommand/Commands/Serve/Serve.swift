internal import ArgumentParser
internal import ServerRuntime

/// `serve`: serves Envoys over gRPC.
struct Serve: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Serve every Envoy its own ClusterLoadAssignments over gRPC.",
        discussion: """
            Implements StreamEndpoints, DeltaEndpoints, FetchEndpoints, StreamAggregatedResources and \
            DeltaAggregatedResources. Reads the directory again on SIGHUP, and on file changes with --watch; after an \
            invalid edit it logs the error and keeps serving the last good state. SIGTERM closes all streams gracefully.

            Live clusters are followed by list and watch, with or without a directory; the directory's \
            mesh-directory.yaml, mesh.yaml, mesh-networks.yaml, dns.yaml and proxies.yaml apply to them as well.

            The metadata of a node with an Istio id (type~ip~name.ns~domain) or with metadata is trusted. Any other \
            node is completed from proxies.yaml by its id, or treated as a sidecar of namespace default.

            EXAMPLES:
              eds-translator serve
              eds-translator serve Examples/west-east --listen 127.0.0.1:18000 --watch
              eds-translator serve --context prod-east=east --context prod-west=west
              eds-translator serve settings --in-cluster east --remote-secrets
              eds-translator serve mesh --semantics istio-1.30 --unknown-names empty
              eds-translator serve mesh --listen unix:/run/eds.sock
              eds-translator serve mesh --listen 0.0.0.0:18000 --tls-cert server.pem --tls-key server.key \\
                --client-ca clients.pem --authorize rules.yaml
            """
    )

    @OptionGroup var input: MeshInput

    @OptionGroup var clusters: ClusterSourceOptions

    @OptionGroup var serving: ServingOptions

    func run() async throws {
        let feed = try clusters.feed(input.rules.features, revision: input.rules.revision, serving.logger)
        let configuration = try serving.configuration(for: input)
        if feed == nil, !input.isNamed {
            StandardError.write("serving the bundled mesh: name a mesh directory, or clusters, to serve another one")
        }
        var session = try await ServerSession(configuration, try input.tracker(feed), feed: feed)
        try await session.run()
    }
}

import EnvoyHarness
import Testing

extension EndToEnd {
    @Suite("Real clients accept every assignment of the standard rules")
    struct ConsumerTests {
        @Test(
            "The gRPC client rejects no assignment except those with Unix domain sockets, which it does not support",
            .enabled(if: GRPCConsumer.python != nil, "run Tools/setup --consumers")
        )
        func gRPCClient() async throws {
            let meshes = try await CorpusMesh.all()
            for start in stride(from: 0, to: meshes.count, by: Self.serversAtOnce) {
                try await Scene.play { scene in
                    var jobs: [GRPCConsumer.Job] = []
                    for mesh in meshes[start...].prefix(Self.serversAtOnce) {
                        let server = try await scene.server(mesh.path, CorpusMesh.arguments)
                        let clients = mesh.clients.filter { !$0.assignments.isEmpty }
                        for client in clients {
                            jobs.append(GRPCConsumer.Job(client: client, server: try server.socket()))
                        }
                    }
                    let outcomes = try await GRPCConsumer.run(jobs)
                    try #require(outcomes.map(\.name) == jobs.map(\.client.name))
                    for (job, outcome) in zip(jobs, outcomes) { expect(outcome, of: job.client) }
                }
            }
        }

        @Test("Envoy rejects no assignment")
        func envoy() async throws {
            for mesh in try await CorpusMesh.all() {
                try await Scene.play { scene in
                    let server = try await scene.server(mesh.path, CorpusMesh.arguments)
                    for (number, client) in mesh.clients.enumerated() {
                        // The protocols are tested one after the other.
                        let delivery = Delivery.served[number % Delivery.served.count]
                        try await expectTaken(client, delivery, server)
                    }
                }
            }
        }

        private static let serversAtOnce = 16

        private func expect(_ outcome: GRPCConsumer.Outcome, of client: CorpusMesh.Client) {
            #expect(outcome.strayNacks.isEmpty, "\(client.name)")
            #expect(outcome.answered == client.resources, "\(client.name)")
            let summaries = client.assignments.mapValues(AssignmentSummary.init)
            let withPipes = summaries.filter { $0.value.pipes > 0 }.keys
            if withPipes.isEmpty {
                #expect(outcome.nacks.isEmpty, "\(client.name)")
                #expect(outcome.acks > 0, "\(client.name)")
            }
            for nack in outcome.nacks {
                // The whole response counts as rejected; its other assignments are applied all the same.
                let errors = nack.split(separator: "resource index").dropFirst()
                #expect(!errors.isEmpty, "\(client.name): \(nack)")
                for error in errors {
                    let isPipe = error.contains("socket_address error:field not present")
                    #expect(isPipe && withPipes.contains { error.contains($0) }, "\(client.name): \(nack)")
                }
            }
        }

        private func expectTaken(
            _ client: CorpusMesh.Client,
            _ delivery: Delivery,
            _ server: ServerProcess
        ) async throws {
            // Without a time limit, so that only responses make the Envoy ready.
            let clusters = client.resources.enumerated().map {
                EDSCluster("cluster-\($0.offset)", serviceName: $0.element, initialFetchTimeout: 0)
            }
            let envoy = try await EnvoyProcess(
                EnvoyBootstrap(
                    node: client.node,
                    managementServer: try server.socket(),
                    flavour: delivery.flavour(),
                    clusters: clusters
                )
            )
            do {
                try await envoy.untilReady(within: .seconds(60))
                let statistics = try await envoy.admin.statistics(matching: "update_|membership_total$")
                for cluster in clusters {
                    let name = "\(client.name): \(cluster.resourceName)"
                    let endpoints = client.assignments[cluster.resourceName].map(AssignmentSummary.init)?.endpoints
                    #expect(statistics.number("update_rejected", ofCluster: cluster.name) == 0, "\(name)")
                    #expect(statistics.number("update_success", ofCluster: cluster.name) > 0, "\(name)")
                    #expect(statistics.number("membership_total", ofCluster: cluster.name) == endpoints, "\(name)")
                }
            } catch {
                await envoy.stop()
                throw error
            }
            await envoy.stop()
        }
    }
}

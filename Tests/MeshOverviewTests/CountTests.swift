import MeshModel
import MeshOverview
import MeshSources
import Testing
import TextFormats
import TranslationTestSupport

@Suite("Overview counts")
struct CountTests {
    @Test("The overview fixtures exist")
    func fixtures() { #expect(FixtureMesh.all.count > 80) }

    @Test("The overview counts the endpoints, services and rules of every network", arguments: FixtureMesh.all)
    func networks(_ mesh: FixtureMesh) throws {
        guard let (_, snapshot, overview) = try mesh.overview() else { return }
        let endpoints = snapshot.shards.values.flatMap { $0.flatMap(\.endpoints) }
        for network in overview.networks + (overview.unplaced.map { [$0] } ?? []) {
            let own = endpoints.filter { $0.network == network.id }
            #expect(network.endpoints == own.count)
            let healthy = own.filter {
                [.healthy, .unknown].contains($0.health) && $0.labels.nonEmpty(LabelKey.draining) == nil
            }
            #expect(network.healthyEndpoints == healthy.count)
            #expect(
                network.machineEndpoints
                    == own.filter { ["WorkloadEntry", "ServiceEntry"].contains($0.source.kind) }.count
            )
            let services = snapshot.shards.filter {
                $0.value.contains { $0.endpoints.contains { $0.network == network.id } }
            }
            #expect(network.services == services.count)
            #expect(network.clusters.reduce(0) { $0 + $1.endpoints } == own.count)
            for origin in network.origins {
                #expect(origin.endpoints == own.filter { $0.networkProvenance.rule == origin.rule }.count)
            }
            #expect(network.origins.reduce(0) { $0 + $1.endpoints } == own.count)
            #expect(network.fromOthers.parts.reduce(0) { $0 + $1.endpoints } == own.count)
        }
        let all = overview.networks.reduce(overview.unplaced?.endpoints ?? 0) { $0 + $1.endpoints }
        #expect(all == endpoints.count)
        #expect(overview.gateways.count == snapshot.gateways.gateways.count + snapshot.gateways.unresolved.count)
    }

    @Test("The overview counts the endpoints of every cluster", arguments: FixtureMesh.all)
    func clusters(_ mesh: FixtureMesh) throws {
        guard let (directory, snapshot, overview) = try mesh.overview() else { return }
        #expect(overview.clusters.map(\.id) == directory.clusters.map(\.id))
        let endpoints = snapshot.shards.values.flatMap { $0.flatMap(\.endpoints) }
        for cluster in overview.clusters {
            #expect(cluster.endpoints == endpoints.filter { $0.cluster == cluster.id }.count)
        }
    }

    @Test("The overview is the same for every order of the input and in every run", arguments: FixtureMesh.all)
    func determinism(_ mesh: FixtureMesh) throws {
        guard let (directory, _, overview) = try mesh.overview() else { return }
        var turned = directory
        turned.clusters = directory.clusters.reversed()
        let other = try MeshOverview(of: turned, by: mesh.inference())
        #expect(overview.json.text() == (try mesh.overview())?.overview.json.text())
        #expect(overview.networks == other.networks)
        #expect(overview.gateways == other.gateways)
        #expect(MeshDiagram(overview).svg() == MeshDiagram(other).svg())
    }
}

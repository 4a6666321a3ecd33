import EndpointTranslation
import EnvoyMessages
import MeshModel
import MeshSources
import MeshViews
import NIOCore
import Testing

@testable import LoadGenerator

@Suite("Markers of the generated mesh")
struct LoadMeshTests {
    private static func plan() -> LoadPlan {
        var plan = LoadPlan(target: .serve(directory: Repository.example))
        plan.services = 4
        plan.endpoints = AmountDistribution(1...9)
        plan.subscriptions = AmountDistribution(4...4)
        return plan
    }

    /// Returns the markers that a client on each network reads of each service.
    private func readings(
        _ mesh: LoadMesh,
        _ semantics: String,
        nodes: LoadPlan.Nodes = .generated
    ) throws -> [ReceivedAssignment] {
        let folder = try MeshFolder(copying: Repository.example)
        defer { folder.remove() }
        for file in mesh.files { try folder.write(Array(file.text.utf8), to: file.path) }
        let directory = try MeshDirectoryReader().read(directory: folder.path)
        let served = try MeshState(directory, semantics: TranslationSemantics(parsing: semantics))
        let maker = try NodeMaker(nodes, directory: directory)
        return try (0..<6).flatMap { index in
            try mesh.services.map { service in
                let name = LoadNames.resource(service.index)
                let assignment = served.assignment(named: name, for: served.proxy(for: maker.node(index)))
                return try AssignmentReading.read(
                    DiscoveryResponseMessage.Resource(typeURL: TypeURL.clusterLoadAssignment, value: assignment.bytes)
                )
            }
        }
    }

    private func mesh() throws -> LoadMesh {
        let directory = try MeshDirectoryReader().read(directory: Repository.example)
        return LoadMesh(Self.plan(), layout: MeshLayout(directory))
    }

    @Test("Markers are visible from every network, under both rule sets", arguments: ["standard", "istio-1.30"])
    func markers(semantics: String) throws {
        var mesh = try mesh()
        for nodes in [LoadPlan.Nodes.generated, .declared] {
            let before = try readings(mesh, semantics, nodes: nodes)
            #expect(before.count == 24)
            #expect(before.allSatisfy { $0.endpointCount >= 2 })
            #expect(before.allSatisfy { $0.serviceMarker == 0 && $0.gatewayMarker == 0 })
        }
        _ = mesh.apply(Change(index: 301, offset: 0, kind: .scale, service: 2))
        _ = mesh.apply(Change(index: 302, offset: 0, kind: .gateway, service: nil))
        let after = try readings(mesh, semantics)
        #expect(after.allSatisfy { $0.gatewayMarker == 302 })
        for reading in after {
            #expect(reading.serviceMarker == (reading.name == LoadNames.resource(2) ? 301 : 0))
        }
    }

    @Test("A change modifies only the file of its subject", arguments: ChangeKind.allCases)
    func oneFile(kind: ChangeKind) throws {
        var mesh = try mesh()
        let before = mesh.files
        let changed = mesh.apply(Change(index: 9, offset: 0, kind: kind, service: kind == .gateway ? nil : 1))
        let differing = zip(before, mesh.files).filter { $0 != $1 }.map(\.1)
        #expect(differing == [changed])
    }

    @Test("A service scales around its usual size")
    func scale() {
        var service = LoadService(index: 0, endpoints: 20, places: [])
        var counts: Set<Int> = []
        for index in 1...20 {
            service.apply(Change(index: index, offset: 0, kind: .scale, service: 0))
            counts.insert(service.endpointCount)
        }
        #expect(counts == [20, 25])
    }

    @Test("A rollout replaces endpoints, a flap keeps them")
    func rollout() {
        var service = LoadService(index: 0, endpoints: 3, places: [])
        service.apply(Change(index: 1, offset: 0, kind: .rollout, service: 0))
        #expect(service.endpointCount == 3)
        #expect(!service.manifests.contains("10.0.0.0\n"))
        #expect(service.manifests.contains("10.0.0.3\n"))
        service.apply(Change(index: 2, offset: 0, kind: .flap, service: 0))
        #expect(service.endpointCount == 3)
        #expect(service.manifests.contains("status: \"False\""))
    }

    @Test("A full node is about 61 KB, and reads like a small one")
    func fullNode() throws {
        let maker = try NodeMaker(.generated, directory: MeshDirectoryReader().read(directory: Repository.example))
        let node = maker.node(3)
        let parts = try EncodedNodeParts(node, extensions: ExtensionList.packed)
        let request = parts.pieces(field: 2).flatMap { Array($0.readableBytesView) }
        #expect((55_000...65_000).contains(request.count))
        let message = try DiscoveryRequestMessage(decoding: request)
        #expect(try message.decodeNode() == node)
    }
}

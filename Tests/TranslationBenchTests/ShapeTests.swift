import EndpointTranslation
import Foundation
import MeshModel
import MeshSources
import NetworkInference
import Testing
import TranslationBench

@Suite("Shapes of generated meshes")
struct ShapeTests {
    @Test("A shape is parsed from its name", arguments: ["1/100", "1000/1-direct", "100000/1"])
    func names(text: String) throws {
        #expect(try #require(MeshShape(parsing: text)).description == text)
    }

    @Test(
        "A wrong name of a shape is refused",
        arguments: [
            "", "10", "10/", "0/1", "1/0", "-1/1", "1/2/3", "10/10-", "a/b", "3000000/2", "10/10-direct-direct",
        ]
    )
    func noShape(text: String) {
        #expect(MeshShape(parsing: text) == nil)
    }

    @Test(
        "A generated mesh has the endpoints and names of its shape",
        arguments: ["1/7", "3/3", "10/10", "5/2-direct", "1100/1"]
    )
    func counts(text: String) throws {
        let shape = try #require(MeshShape(parsing: text))
        let mesh = try BenchMesh(shape, semantics: .standard)
        #expect(mesh.clients.count == 4)
        for client in mesh.clients {
            #expect(client.names.count == shape.services)
            #expect(mesh.endpoints(of: client) == shape.endpoints)
        }
        let addresses = mesh.snapshot.shards.values.joined().flatMap(\.endpoints).map(\.address)
        #expect(Set(addresses).count == shape.endpoints)
        #expect(mesh.snapshot.shards.values.joined().flatMap(\.endpoints).allSatisfy { $0.tlsMode == "istio" })
    }

    @Test("Gateways represent other networks unless the shape has one network", arguments: [false, true])
    func gateways(isDirect: Bool) throws {
        let shape = MeshShape(endpointsPerService: 8, services: 1, isDirect: isDirect)
        let mesh = try BenchMesh(shape, semantics: .standard)
        let client = try #require(mesh.clients.first)
        var view = RecordingProxyView(client.proxy)
        let assignment = EndpointTranslator(mesh.snapshot).translate(client.names[0], for: &view)
        let targets = assignment.groups.flatMap(\.hosts).map { host in
            switch host.target {
            case .endpoint(let position, _):
                "endpoint of shard \(position.shard)"
            case .gateway(let gateway): "\(gateway.address) weighs \(host.weight)"
            }
        }
        if isDirect {
            #expect(targets.count == 8)
        } else {
            let own = Array(repeating: "endpoint of shard 0", count: 2)
            #expect(targets.sorted() == ["35.1.0.1 weighs 2", "35.2.0.1 weighs 2", "35.3.0.1 weighs 2"] + own)
        }
    }

    @Test(
        "A generated mesh equals the recorded mesh directory",
        .enabled(if: Recorded.isAtHand),
        arguments: Recorded.shapes
    )
    func recorded(text: String) throws {
        let shape = try #require(MeshShape(parsing: text))
        let theirs = try MeshDirectoryReader().read(directory: Recorded.path(of: text))
        let ours = try MeshDirectoryReader().read(files: ShapeManifests(shape).files, displayName: text)
        #expect(ours.proxies.first?.node == theirs.proxies.first?.node)
        #expect(ours.proxies.first?.resources == theirs.proxies.first?.resources)
        let (mine, recorded) = (try Recorded.answers(ours), try Recorded.answers(theirs))
        #expect(mine.shards == recorded.shards)
        #expect(mine.assignments == recorded.assignments)
        #expect(recorded.assignments.count == shape.services)
    }
}

/// The recorded shapes, beside the repository or in the folder of `EDS_TRANSLATOR_REFERENCE`.
private enum Recorded {
    static let shapes = ["1/100", "10/10", "100/10", "1000/1"]
    private static let root =
        (ProcessInfo.processInfo.environment["EDS_TRANSLATOR_REFERENCE"]
            ?? URL(fileURLWithPath: #filePath).deletingLastPathComponent().path + "/../../../shared/reference")
        + "/shapes"

    static var isAtHand: Bool { FileManager.default.fileExists(atPath: root) }

    static func path(of shape: String) -> String {
        root + "/shape-" + shape.replacingOccurrences(of: "/", with: "-")
    }

    /// Returns all endpoints without their places in the input, and the assignments of the first proxy.
    static func answers(_ mesh: MeshDirectory) throws -> (shards: [String], assignments: [[UInt8]]) {
        let snapshot = try MeshInference(semantics: .istio130).snapshot(of: mesh)
        let shards = snapshot.shards.map { key, shards in
            let endpoints = shards.map { shard in
                shard.endpoints.map {
                    "\($0.address):\($0.port) \($0.network) \($0.tlsMode) \($0.workloadName) \($0.labels)"
                }
            }
            return "\(key) \(endpoints)"
        }
        let declared = try #require(mesh.proxies.first)
        let proxy = ProxyInference(snapshot).proxy(for: declared.node)
        let cache = AssignmentCache(snapshot)
        return (shards.sorted(), declared.resources.map { cache.assignment(named: $0, for: proxy).bytes })
    }
}

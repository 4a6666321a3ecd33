import EnvoyHarness
import Foundation
import MeshModel
import MeshSources
import TextFormats

/// A mesh directory with clients, and the assignments that the standard rules give them.
struct CorpusMesh: Sendable {
    /// One proxy of `proxies.yaml`.
    struct Client: Sendable {
        /// The mesh's name and the proxy's number.
        let name: String
        let node: EnvoyHarness.EnvoyNode
        /// The ClusterLoadAssignments in JSON, by requested name.
        let assignments: [String: EnvoyHarness.JSONValue]

        /// The requested names, sorted.
        var resources: [String] { assignments.keys.sorted() }
    }

    let name: String
    let path: String
    let clients: [Client]

    /// The folders with mesh directories: the examples, and the cases of the reference corpus.
    ///
    /// The whole corpus is expected beside the repository, or in the folder of `EDS_TRANSLATOR_REFERENCE`; without it
    /// only the few cases in the repository are used.
    private static let folders: [String] = {
        let repository = BuiltProduct.repository
        let chosen = ProcessInfo.processInfo.environment["EDS_TRANSLATOR_REFERENCE"] ?? ""
        let corpus = (chosen.isEmpty ? repository + "/../shared/reference" : chosen) + "/cases"
        let isThere = FileManager.default.fileExists(atPath: corpus)
        return [repository + "/Examples", isThere ? corpus : repository + "/Tests/ReferenceTests/Fixtures/cases"]
    }()

    /// The example of a mesh that no server accepts.
    private static let unusable = "lint-me"

    /// Returns all mesh directories of the corpus that have clients, sorted by name within each folder.
    static func all() async throws -> [CorpusMesh] {
        var meshes: [CorpusMesh] = []
        for folder in folders {
            let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
            for name in names.sorted() {
                let path = "\(folder)/\(name)"
                guard FileManager.default.fileExists(atPath: path + "/proxies.yaml"), name != unusable else { continue }
                meshes.append(try await CorpusMesh(name, path))
            }
        }
        guard !meshes.isEmpty else {
            throw HarnessError(.missingTool, "expected mesh directories in one of \(folders)")
        }
        return meshes
    }

    /// The arguments of its server; unknown names are answered, so that each subscription has a response.
    static let arguments = ["--semantics", "standard", "--unknown-names", "empty", "--no-watch", "--threads", "1"]

    private init(_ name: String, _ path: String) async throws {
        let lines = try await run(["translate", path, "--semantics", "standard"])
        let text = lines.filter { !$0.hasPrefix("warning:") }.joined(separator: "\n")
        let answers = try EnvoyHarness.JSONValue.parse(text).elements
        let proxies = try MeshDirectoryReader().read(directory: path).proxies
        guard answers.count == proxies.count else {
            throw HarnessError(.unexpectedAnswer, "\(name): \(answers.count) answers, expected \(proxies.count)")
        }
        self.name = name
        self.path = path
        clients = try zip(proxies, answers).enumerated().map { number, pair in
            let (proxy, answer) = pair
            guard case .object(var assignments)? = answer["resources"] else {
                throw HarnessError(.unexpectedAnswer, "\(name): expected resources")
            }
            // No client can subscribe to an empty name.
            assignments[""] = nil
            return Client(name: "\(name)/\(number)", node: try Self.node(proxy), assignments: assignments)
        }
    }

    private static func node(_ proxy: DeclaredProxy) throws -> EnvoyHarness.EnvoyNode {
        let node = proxy.node
        let metadata = try EnvoyHarness.JSONValue.parse(TextFormats.JSONValue(node.metadata).text())
        guard case .object(let members) = metadata else {
            throw HarnessError(.unexpectedAnswer, "\(node.id): expected an object as metadata")
        }
        return EnvoyHarness.EnvoyNode(
            id: node.id,
            cluster: node.cluster,
            locality: EnvoyLocality(
                region: node.locality?.region ?? "",
                zone: node.locality?.zone ?? "",
                subZone: node.locality?.subzone ?? ""
            ),
            metadata: members
        )
    }
}

/// The content of an assignment in JSON.
struct AssignmentSummary {
    let endpoints: Int
    /// The hosts whose address is a Unix domain socket.
    let pipes: Int

    init(_ assignment: EnvoyHarness.JSONValue) {
        let members = (assignment["endpoints"]?.elements ?? []).flatMap { $0["lbEndpoints"]?.elements ?? [] }
        endpoints = members.count
        pipes = members.count { $0["endpoint"]?["address"]?["pipe"] != nil }
    }
}

import EnvoyHarness
import EnvoyMessages
import Foundation
import MeshModel
import MeshSources

/// A mesh directory with clients, and what they are to be given by the standard rules.
struct CorpusMesh: Sendable {
    /// One proxy of `proxies.yaml`.
    struct Client: Sendable {
        /// The mesh's name and the proxy's number.
        let name: String
        let node: EnvoyHarness.EnvoyNode
        /// ClusterLoadAssignments in JSON, by the name asked for.
        let assignments: [String: EnvoyHarness.JSONValue]

        /// The names asked for, sorted.
        var resources: [String] { assignments.keys.sorted() }
    }

    let name: String
    let path: String
    let clients: [Client]

    /// The folders with mesh directories: the examples, and the cases of the reference corpus.
    ///
    /// The whole corpus is looked for beside the repository, or where `EDS_TRANSLATOR_REFERENCE` says; without it the
    /// few cases in the repository have to do.
    private static let folders: [String] = {
        let repository = BuiltProduct.repository
        let chosen = ProcessInfo.processInfo.environment["EDS_TRANSLATOR_REFERENCE"] ?? ""
        let corpus = (chosen.isEmpty ? repository + "/../shared/reference" : chosen) + "/cases"
        let isThere = FileManager.default.fileExists(atPath: corpus)
        return [repository + "/Examples", isThere ? corpus : repository + "/Tests/ReferenceTests/Fixtures/cases"]
    }()

    /// The example that shows what is found in a mesh that no server takes.
    private static let unusable = "lint-me"

    /// All mesh directories of the corpus that have clients, sorted by name within each folder.
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

    /// How a server has to be started for it; unknown names are answered, so that each subscription has an answer.
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
            // No client can ask for a name without characters.
            assignments[""] = nil
            return Client(name: "\(name)/\(number)", node: try Self.node(proxy), assignments: assignments)
        }
    }

    private static func node(_ proxy: DeclaredProxy) throws -> EnvoyHarness.EnvoyNode {
        let node = proxy.node
        let metadata = try EnvoyHarness.JSONValue.parse(EnvoyMessages.JSONValue(node.metadata).text())
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

/// What an assignment in JSON holds.
struct AssignmentSummary {
    let endpoints: Int
    /// Those whose address is a Unix domain socket.
    let pipes: Int

    init(_ assignment: EnvoyHarness.JSONValue) {
        let members = (assignment["endpoints"]?.elements ?? []).flatMap { $0["lbEndpoints"]?.elements ?? [] }
        endpoints = members.count
        pipes = members.count { $0["endpoint"]?["address"]?["pipe"] != nil }
    }
}

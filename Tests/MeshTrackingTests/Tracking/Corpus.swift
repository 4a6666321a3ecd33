import EndpointTranslation
import EnvoyHarness
import Foundation
import MeshModel
import MeshSources
import MeshTracking
import MeshViews
import NetworkInference

/// The meshes of the reference corpus in this repository.
enum Corpus {
    static let directories: [String] = {
        let root = BuiltProduct.repository + "/Tests/ReferenceTests/Fixtures"
        return ["cases", "random"].flatMap { kind in
            let names = (try? FileManager.default.contentsOfDirectory(atPath: "\(root)/\(kind)")) ?? []
            return names.sorted().map { "\(root)/\(kind)/\($0)" }
        }.filter { FileManager.default.fileExists(atPath: $0 + "/clusters") }
    }()

    /// Returns the assignments of each declared proxy for each of its names, as text that is easy to compare.
    static func answers(_ served: MeshState, to proxies: [DeclaredProxy]) -> [String: [UInt8]] {
        var answers: [String: [UInt8]] = [:]
        for proxy in proxies {
            let client = served.proxy(for: proxy.node)
            let names = proxy.resources.isEmpty ? served.names(for: client) : proxy.resources
            for name in names {
                answers["\(proxy.node.id) \(name)"] = Array(served.assignment(named: name, for: client).bytes)
            }
        }
        return answers
    }

    /// Makes a tracker for a recorded mesh's clusters, without any of them yet.
    static func tracker(_ mesh: RecordedMesh, _ semantics: TranslationSemantics) throws -> MeshTracker {
        var reader = MeshDirectoryReader()
        reader.liveConfigCluster = mesh.configCluster
        return try MeshTracker(
            .files(mesh.base, displayName: "recorded"),
            reader: reader,
            inference: MeshInference(semantics: semantics)
        )
    }
}

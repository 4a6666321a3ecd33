import EndpointTranslation
import MeshModel
import TranslationTestSupport

/// Runs a check over many random meshes.
enum RandomMesh {
    /// Returns seeds in blocks of 50, so that blocks run in parallel; tests begin at different seeds to check different
    /// meshes.
    static func blocks(from first: UInt64, count: UInt64) -> [Range<UInt64>] {
        (0..<count).map { first + $0 * 50..<first + ($0 + 1) * 50 }
    }

    /// One proxy with one name.
    struct Question {
        let seed: UInt64
        let proxy: Proxy
        let node: EnvoyNode
        let name: String
        let translated: TranslatedMesh

        /// Returns a message with the question.
        func failure(_ text: String) -> String { "seed \(seed), \(node.id) for \(name): \(text)" }
    }

    /// Returns all questions for a mesh.
    static func questions(_ mesh: GeneratedMesh, _ translated: TranslatedMesh, seed: UInt64) -> [Question] {
        mesh.nodes.flatMap { node -> [Question] in
            let proxy = translated.proxy(node)
            return mesh.names.map {
                Question(seed: seed, proxy: proxy, node: node, name: $0, translated: translated)
            }
        }
    }

    /// Returns all assignments of a mesh, in the order of the questions.
    static func answers(_ mesh: GeneratedMesh, _ translated: TranslatedMesh) throws -> [[UInt8]] {
        try questions(mesh, translated, seed: 0).map { try translated.bytes($0.name, for: $0.proxy) }
    }
}

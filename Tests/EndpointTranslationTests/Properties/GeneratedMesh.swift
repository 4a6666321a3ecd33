import MeshModel
import TestSupport
import TranslationTestSupport

/// A random mesh: objects by cluster, settings, proxies, and the requested names.
struct GeneratedMesh {
    var objects: [String: [String]]
    var configCluster: String
    var meshNetworks: String?
    var dns: String?
    var mesh: String?
    var nodes: [EnvoyNode]
    var names: [String]

    /// The mesh as one file per cluster.
    var plain: TestMesh { layout { $0.map { [$0] } } }

    /// Returns the same mesh with objects in another order, spread over files, some of them lists.
    func shuffled(_ generator: inout SeededGenerator) -> TestMesh {
        var random = generator
        defer { generator = random }
        return layout { objects in
            var files: [[String]] = [[], [], []]
            for object in objects.shuffled(using: &random) { files[random.below(3)].append(object) }
            return files.filter { !$0.isEmpty }
        }
    }

    private func layout(_ split: ([String]) -> [[String]]) -> TestMesh {
        var files = ["mesh-directory.yaml": "configCluster: \(configCluster)\n"]
        files["mesh-networks.yaml"] = meshNetworks
        files["dns.yaml"] = dns
        files["mesh.yaml"] = mesh
        for (cluster, objects) in objects {
            for (index, parts) in split(objects).enumerated() {
                files["clusters/\(cluster)/part-\(index).yaml"] = parts.joined(separator: "---\n")
            }
        }
        return TestMesh(files)
    }
}

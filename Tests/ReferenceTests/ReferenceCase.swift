import Foundation
import MeshModel
import Testing

/// One directory of recorded answers: a mesh, and what the reference said to each of its proxies.
struct ReferenceCase: Sendable, CustomTestStringConvertible {
    let name: String
    let path: String

    var testDescription: String { name }

    /// The cases in this repository.
    static let own = cases(below: here + "/Fixtures")

    /// The whole recorded corpus; empty where it is not at hand.
    ///
    /// It is looked for beside the repository, or where `EDS_TRANSLATOR_REFERENCE` says.
    static let shared = cases(
        below: ProcessInfo.processInfo.environment["EDS_TRANSLATOR_REFERENCE"] ?? here + "/../../../shared/reference"
    )

    private static let here = URL(fileURLWithPath: #filePath).deletingLastPathComponent().path

    private static func cases(below root: String) -> [ReferenceCase] {
        ["cases", "random", "ambient"].flatMap { group -> [ReferenceCase] in
            let folder = "\(root)/\(group)"
            let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
            return names.sorted()
                .filter { FileManager.default.fileExists(atPath: "\(folder)/\($0)/expected") }
                .map { ReferenceCase(name: "\(group)/\($0)", path: "\(folder)/\($0)") }
        }
    }

    /// The decoded JSON of a file in `expected`, or nil when there is none.
    func expected(_ file: String) throws -> Any? {
        let url = URL(fileURLWithPath: "\(path)/expected/\(file).json")
        guard FileManager.default.fileExists(atPath: url.path) else { return nil }
        return try JSONSerialization.jsonObject(with: Data(contentsOf: url), options: .fragmentsAllowed)
    }

    /// The features of ours that match the settings of istiod.
    func features() throws -> MeshFeatures {
        let url = URL(fileURLWithPath: "\(path)/flags.json")
        guard FileManager.default.fileExists(atPath: url.path) else { return MeshFeatures() }
        let flags = try JSONSerialization.jsonObject(with: Data(contentsOf: url)) as? [String: Any]
        let settings = flags?["istiod"] as? [String: String] ?? [:]
        func isOn(_ name: String) -> Bool { settings[name] == "true" }
        guard isOn("PILOT_ENABLE_AMBIENT") else { return MeshFeatures() }
        return MeshFeatures(
            ambient: isOn("AMBIENT_ENABLE_MULTI_NETWORK") ? .multiNetwork : .single,
            ambientIngress: isOn("AMBIENT_ENABLE_MULTI_NETWORK_INGRESS")
        )
    }

    /// The names that the recording could not settle, by proxy.
    func excluded() throws -> [Int: Set<String>] {
        var result: [Int: Set<String>] = [:]
        for pair in try expected("excluded") as? [[Any]] ?? [] {
            guard let proxy = pair.first as? Int, let name = pair.last as? String else { continue }
            result[proxy, default: []].insert(name)
        }
        return result
    }
}

import Foundation
import MeshModel
import Testing

/// One directory of recorded answers: a mesh, and what one release of the reference said to each of its proxies.
struct ReferenceCase: Sendable, CustomTestStringConvertible {
    /// The folder that it is in.
    let group: String
    let name: String
    let path: String
    /// The rule set that the answers are the truth for.
    let ruleSet: String

    var testDescription: String { ruleSet == Self.recordings[0].ruleSet ? name : "\(name) as \(ruleSet)" }

    /// The cases in this repository.
    static let own = cases(below: here + "/Fixtures")

    /// The whole recorded corpus; empty where it is not at hand.
    ///
    /// It is looked for beside the repository, or where `EDS_TRANSLATOR_REFERENCE` says.
    static let shared = cases(
        below: ProcessInfo.processInfo.environment["EDS_TRANSLATOR_REFERENCE"] ?? here + "/../../../shared/reference"
    )

    /// The releases whose answers were recorded, each in a folder of its own beside the mesh.
    private static let recordings = [
        (ruleSet: "istio-1.30", folder: "expected"), (ruleSet: "istio-1.31", folder: "expected-istio-1.31"),
        (ruleSet: "istio-1.28", folder: "expected-istio-1.28"),
    ]

    private static let groups = ["cases", "random", "ambient", "wide", "mcs"]

    private static let here = URL(fileURLWithPath: #filePath).deletingLastPathComponent().path

    private static func cases(below root: String) -> [ReferenceCase] {
        groups.flatMap { group -> [ReferenceCase] in
            let folder = "\(root)/\(group)"
            let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
            return names.sorted().flatMap { name in
                recordings.filter { FileManager.default.fileExists(atPath: "\(folder)/\(name)/\($0.folder)") }.map {
                    ReferenceCase(
                        group: group,
                        name: "\(group)/\(name)",
                        path: "\(folder)/\(name)",
                        ruleSet: $0.ruleSet
                    )
                }
            }
        }
    }

    /// The decoded JSON of a file with answers, or nil when there is none.
    func expected(_ file: String) throws -> Any? {
        let folder = Self.recordings.first { $0.ruleSet == ruleSet }?.folder ?? ""
        return try json("\(folder)/\(file).json")
    }

    private func json(_ file: String) throws -> Any? {
        let url = URL(fileURLWithPath: "\(path)/\(file)")
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
        let isAmbient = isOn("PILOT_ENABLE_AMBIENT")
        return MeshFeatures(
            mcsServiceDiscovery: isOn("ENABLE_MCS_SERVICE_DISCOVERY"),
            mcsHost: isOn("ENABLE_MCS_HOST"),
            mcsClusterLocal: isOn("ENABLE_MCS_CLUSTER_LOCAL"),
            ambient: !isAmbient ? .off : isOn("AMBIENT_ENABLE_MULTI_NETWORK") ? .multiNetwork : .single,
            ambientIngress: isOn("AMBIENT_ENABLE_MULTI_NETWORK_INGRESS")
        )
    }

    /// The names that the recordings could not settle, by proxy; what one release did not settle, none did.
    func excluded() throws -> [Int: Set<String>] {
        var result: [Int: Set<String>] = [:]
        let first = try json("\(Self.recordings[0].folder)/excluded.json") as? [[Any]] ?? []
        for pair in try first + (expected("excluded") as? [[Any]] ?? []) {
            guard let proxy = pair.first as? Int, let name = pair.last as? String else { continue }
            result[proxy, default: []].insert(name)
        }
        return result
    }
}

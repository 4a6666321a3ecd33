import EndpointTranslation
import Foundation
import MeshModel
import MeshSources
import NetworkInference
import TestSupport
import TranslationTestSupport

/// A mesh on disk, one object per file, that is edited at random.
struct EditedMesh {
    private let folder: URL
    private let mesh: GeneratedMesh
    /// The objects to insert, by cluster.
    private let others: [GeneratedMesh]
    private var random: SeededGenerator

    init(seed: UInt64, isAmbient: Bool = false) throws {
        var generator = MeshGenerator(seed: seed, scope: .everything)
        var generated = generator.mesh()
        var others = (1...3).map { _ in generator.mesh() }
        var random = generator.random
        if isAmbient {
            generated = generated.withAmbientObjects(&random)
            others = others.map { $0.withAmbientObjects(&random) }
        }
        mesh = generated.widened(seed: seed)
        self.others = others.enumerated().map { $1.widened(seed: seed &+ UInt64($0) &+ 1) }
        self.random = random
        folder = FileManager.default.temporaryDirectory.appending(path: "edited-\(UUID().uuidString)")
        for (cluster, objects) in mesh.objects {
            for object in objects { try write(object, to: Self.path(of: object, in: cluster)) }
        }
        try write("configCluster: \(mesh.configCluster)\n", to: "mesh-directory.yaml")
        try writeSettings(of: mesh)
    }

    func remove() { try? FileManager.default.removeItem(at: folder) }

    func read() throws -> MeshDirectory { try MeshDirectoryReader().read(directory: folder.path) }

    func read(remembering files: inout ReadFiles) throws -> MeshDirectory {
        try MeshDirectoryReader().read(directory: folder.path, remembering: &files)
    }

    /// Makes one to three edits: objects are inserted from another mesh or removed; sometimes a setting changes.
    mutating func edit() throws {
        for _ in 0..<1 + random.below(3) {
            if random.chance(6) {
                try writeSettings(of: random.pick(others))
                continue
            }
            let cluster = random.pick(mesh.objects.keys.sorted())
            guard let object = (random.pick(others).objects[cluster] ?? []).randomElement(using: &random) else {
                continue
            }
            let path = Self.path(of: object, in: cluster)
            if random.chance(30), !object.contains("kind: Namespace") {
                try? FileManager.default.removeItem(at: folder.appending(path: path))
            } else {
                try write(object, to: path)
            }
        }
    }

    /// Returns the differences between a cache and a snapshot from scratch.
    func differences(_ fresh: MeshSnapshot, _ cache: AssignmentCache) -> [String] {
        var found: [String] = []
        let right = AssignmentCache(fresh)
        if fresh.gateways != cache.mesh.gateways { found.append("gateways") }
        if fresh.ambientServices != cache.mesh.ambientServices { found.append("ambient services") }
        if fresh.shards != cache.mesh.shards { found.append("endpoints") }
        if fresh.services.services != cache.mesh.services.services { found.append("services") }
        for node in mesh.nodes {
            let proxy = ProxyInference(fresh).proxy(for: node)
            if ProxyInference(cache.mesh).proxy(for: node) != proxy { found.append("proxy \(node.id)") }
            for name in mesh.names {
                let bytes = right.assignment(named: name, for: proxy).bytes
                if cache.assignment(named: name, for: proxy).bytes != bytes { found.append("\(node.id) for \(name)") }
            }
        }
        return found
    }

    /// Returns the assignments of a cache for the nodes as they are in a snapshot, of every node and name.
    func assignments(of cache: AssignmentCache, for snapshot: MeshSnapshot) -> [EncodedAssignment] {
        mesh.nodes.flatMap { node in
            let proxy = ProxyInference(snapshot).proxy(for: node)
            return mesh.names.map { cache.assignment(named: $0, for: proxy) }
        }
    }

    /// Returns the number of assignments of a cache that are identical to those of an earlier one.
    func unchanged(_ before: [EncodedAssignment], _ now: AssignmentCache) -> Int {
        zip(before, assignments(of: now, for: now.mesh)).count { $0 === $1 }
    }

    private func writeSettings(of mesh: GeneratedMesh) throws {
        for (name, text) in [("mesh-networks", mesh.meshNetworks), ("dns", mesh.dns), ("mesh", mesh.mesh)] {
            try? FileManager.default.removeItem(at: folder.appending(path: "\(name).yaml"))
            if let text { try write(text, to: "\(name).yaml") }
        }
    }

    private func write(_ text: String, to path: String) throws {
        let file = folder.appending(path: path)
        try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try text.write(to: file, atomically: true, encoding: .utf8)
    }

    /// Returns the same path for objects of the same kind and name.
    private static func path(of object: String, in cluster: String) -> String {
        let kind = object.firstMatch(of: /kind: (\w+)/)?.1 ?? ""
        let name =
            object.firstMatch(of: /\{name: "?([^,}"]+)/)?.1 ?? object.firstMatch(of: /name: "?([^\s,}"]+)/)?.1 ?? ""
        return "clusters/\(cluster)/\(kind)-\(name).yaml"
    }
}

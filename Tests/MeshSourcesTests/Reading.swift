import MeshModel
import MeshSources

/// Reads meshes that are written as texts.
enum Reading {
    /// The mesh in files by path.
    static func mesh(
        _ files: [String: String],
        isLenient: Bool = false,
        limits: ReadingLimits = ReadingLimits()
    ) throws
        -> MeshDirectory
    {
        var reader = MeshDirectoryReader()
        reader.isLenient = isLenient
        reader.limits = limits
        return try reader.read(files: files.map { SourceFile(path: $0.key, text: $0.value) }, displayName: "mesh")
    }

    /// The only cluster of a mesh of one file.
    static func cluster(_ text: String, file: String = "clusters/c1/a.yaml") throws -> ClusterObjects {
        try mesh([file: text]).clusters[0]
    }

    /// The names of all Services.
    static func services(_ text: String) throws -> [String] { try cluster(text).services.map(\.metadata.name) }

    /// All that is wrong, a line each; empty when nothing is.
    static func errors(_ files: [String: String], limits: ReadingLimits = ReadingLimits()) -> [String] {
        do {
            _ = try mesh(files, limits: limits)
            return []
        } catch let errors as InputErrors {
            return errors.errors.map(\.description)
        } catch {
            return ["\(error)"]
        }
    }

    /// All that is wrong with one file of objects, paths left out.
    static func errors(_ text: String, limits: ReadingLimits = ReadingLimits()) -> [String] {
        errors(["clusters/c1/a.yaml": text], limits: limits).map { line in
            line.hasPrefix("clusters/c1/a.yaml:") ? String(line.dropFirst("clusters/c1/a.yaml:".count)) : line
        }
    }

    /// A Service of one port in flow style.
    static func service(_ name: String) -> String {
        "{apiVersion: v1, kind: Service, metadata: {name: \(name)}, spec: {ports: [{port: 80}]}}\n"
    }
}

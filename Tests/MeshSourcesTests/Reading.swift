import MeshModel
import MeshSources

/// Reads meshes from texts.
enum Reading {
    /// Returns the mesh of files by path.
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

    /// Returns the only cluster of a mesh of one file.
    static func cluster(_ text: String, file: String = "clusters/c1/a.yaml") throws -> ClusterObjects {
        try mesh([file: text]).clusters[0]
    }

    /// Returns the names of all Services.
    static func services(_ text: String) throws -> [String] { try cluster(text).services.map(\.metadata.name) }

    /// Returns all errors, one per line; empty without errors.
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

    /// Returns all errors of one file of objects, without paths.
    static func errors(_ text: String, limits: ReadingLimits = ReadingLimits()) -> [String] {
        errors(["clusters/c1/a.yaml": text], limits: limits).map { line in
            line.hasPrefix("clusters/c1/a.yaml:") ? String(line.dropFirst("clusters/c1/a.yaml:".count)) : line
        }
    }

    /// Returns a Service of one port in flow style.
    static func service(_ name: String) -> String {
        "{apiVersion: v1, kind: Service, metadata: {name: \(name)}, spec: {ports: [{port: 80}]}}\n"
    }
}

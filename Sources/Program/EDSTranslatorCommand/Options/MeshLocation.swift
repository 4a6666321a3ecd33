internal import MeshModel
internal import MeshSources
internal import TextFormats

/// The place of the mesh that a command reads.
enum MeshLocation {
    /// A mesh directory.
    case directory(String)
    /// Files of Kubernetes objects, each with objects of one cluster; the first one is the config cluster.
    case objects([ObjectFile])
    /// The bundled mesh.
    case bundled

    /// Returns the location that a user names with one argument.
    ///
    /// - Parameters:
    ///   - path: a mesh directory, a file of objects, `-` for standard input, or `nil` for the current directory.
    ///   - objects: further files of objects.
    ///   - isExample: a Boolean value that indicates whether the bundled mesh is requested.
    /// - Throws: ``CommandFailure`` if nothing is named and the current directory is no mesh directory.
    init(_ path: String?, objects: [ObjectFile] = [], isExample: Bool) throws {
        guard !isExample else {
            guard path == nil, objects.isEmpty else {
                throw CommandFailure(.usage, "--example is the bundled mesh: expected no directory or file beside it")
            }
            self = .bundled
            return
        }
        if let path, path == "-" || (FileTree.exists(path) && !FileTree.isFolder(path)) {
            self = .objects([ObjectFile(path: path)] + objects)
        } else if let path {
            guard objects.isEmpty else {
                throw CommandFailure(.usage, "--objects cannot be combined with the mesh directory \(path)")
            }
            self = .directory(path)
        } else if !objects.isEmpty {
            self = .objects(objects)
        } else if Self.isMeshDirectory(".") {
            self = .directory(".")
        } else {
            throw CommandFailure(
                .usage,
                """
                no mesh is named, and the current directory is none: expected a directory with clusters/<id>/*.yaml, \
                a file of Kubernetes objects, or --example for the bundled mesh
                """
            )
        }
    }

    /// The directory without trailing slashes; `nil` for all other locations.
    var folder: String? {
        guard case .directory(let path) = self else { return nil }
        return Self.trimmed(path)
    }

    /// Returns a path without trailing slashes.
    static func trimmed(_ path: String) -> String {
        var path = path
        while path.count > 1, path.hasSuffix("/") { path.removeLast() }
        return path
    }

    /// The name in messages.
    var displayName: String {
        switch self {
        case .directory(let path): path
        case .objects(let files): files.map(\.displayName).joined(separator: ", ")
        case .bundled: "bundled mesh"
        }
    }

    /// Reads the files of the mesh.
    ///
    /// - Throws: ``InputError`` with code `file` or `limit`.
    func files() throws(InputError) -> [SourceFile] {
        switch self {
        case .directory(let path): return try FileTree.files(below: path, limits: ReadingLimits())
        case .objects(let files):
            var sources: [SourceFile] = []
            for (number, file) in files.enumerated() { sources.append(try file.source(number: number)) }
            // As with contexts of live clusters, the first one is the config cluster.
            if let first = files.first {
                let id = JSONValue.string(first.cluster).text()
                sources.append(SourceFile(path: "mesh-directory.json", text: "{\"configCluster\": \(id)}"))
            }
            return sources
        case .bundled: return BundledMesh.files
        }
    }

    /// Reads the mesh.
    ///
    /// - Throws: ``InputErrors`` with all errors.
    func read(by reader: MeshDirectoryReader) throws(InputErrors) -> MeshDirectory {
        if let folder { return try reader.read(directory: folder) }
        let files: [SourceFile]
        do throws(InputError) {
            files = try self.files()
        } catch {
            throw InputErrors([error])
        }
        return try reader.read(files: files, displayName: displayName)
    }

    private static func isMeshDirectory(_ path: String) -> Bool {
        FileTree.isFolder("\(path)/clusters") || FileTree.exists("\(path)/mesh-directory.yaml")
    }
}

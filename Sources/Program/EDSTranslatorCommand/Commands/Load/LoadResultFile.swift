internal import LoadGenerator
internal import MeshSources

/// The file of a load run's result.
enum LoadResultFile {
    /// Reads a result; even a long run with fine histograms is far below the limit.
    static func read(_ path: String) throws(LoadError) -> String {
        do throws(InputError) {
            return String(decoding: try FileTree.file(path, as: path, limits: ReadingLimits()).bytes, as: UTF8.self)
        } catch {
            throw LoadError(.file, error.description, cause: error)
        }
    }
}

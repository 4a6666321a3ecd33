/// The path of a file as services expect it that look up files in a repository.
enum RepositoryPath {
    /// Returns a path without leading `./`.
    static func text(_ path: String) -> String {
        var rest = path[...]
        while rest.hasPrefix("./") { rest = rest.dropFirst(2) }
        return String(rest)
    }
}

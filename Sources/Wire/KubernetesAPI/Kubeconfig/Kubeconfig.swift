internal import MeshModel
public import MeshSources

/// A kubeconfig: servers, users, and contexts that combine the two.
///
/// All that `kubectl` supports is supported, except `proxy-url` and `auth-provider`, which are rejected in the context
/// that is used. Errors of other entries do not count, as for `kubectl`. Every error has file, line and column, and
/// contains no credentials.
public struct Kubeconfig: Sendable {
    /// One context.
    struct Context: Sendable {
        let cluster: String
        let user: String
        let location: SourceLocation
    }

    /// The name of the context that is used by default; empty if there is none.
    public internal(set) var currentContext = ""
    var contexts: [String: Result<Context, InputError>] = [:]
    var clusters: [String: Result<ClusterEntry, InputError>] = [:]
    var users: [String: Result<Credentials, InputError>] = [:]
    /// The files or the Secret, for messages.
    let origin: String

    /// The names of all contexts, ascending.
    public var contextNames: [String] { contexts.keys.sorted() }

    /// Reads files; an entry in several of them is taken from the first one.
    ///
    /// - Parameter paths: the files; missing ones are skipped unless all are missing.
    /// - Throws: ``InputError`` with file, line and column.
    public init(paths: [String]) throws(InputError) {
        origin = paths.joined(separator: ":")
        var missing: InputError?
        var isRead = false
        for path in paths {
            let file: SourceFile
            do throws(InputError) {
                file = try FileTree.file(path, as: path, limits: Self.limits)
            } catch {
                missing = missing ?? error
                continue
            }
            isRead = true
            try read(file, mayUseHost: true)
        }
        if !isRead {
            throw missing
                ?? InputError(
                    .file,
                    at: SourceLocation(file: "kubeconfig", line: 0, column: 0),
                    "no file given, expected at least one"
                )
        }
    }

    /// Reads the kubeconfig of a Secret.
    ///
    /// Files and programs are rejected: the author of the Secret could otherwise make this process read or run
    /// anything.
    ///
    /// - Parameters:
    ///   - bytes: the kubeconfig.
    ///   - origin: the Secret and the key in it.
    /// - Throws: ``InputError`` with line and column.
    public init(secret bytes: [UInt8], origin: String) throws(InputError) {
        self.origin = origin
        try read(SourceFile(path: origin, displayName: origin, bytes: bytes), mayUseHost: false)
    }

    /// Returns the files that `kubectl` reads: those of `KUBECONFIG`, or `~/.kube/config`.
    public static func standardPaths(environment: [String: String]) -> [String] {
        let named = (environment["KUBECONFIG"] ?? "").split(separator: ":").map(String.init)
        guard named.isEmpty else { return named }
        return environment["HOME"].map { ["\($0)/.kube/config"] } ?? []
    }

    /// Returns the access to the server of a context.
    ///
    /// - Parameter name: the context; nil selects the current one, or the only one.
    /// - Throws: ``InputError`` if the context, its cluster or its user does not exist.
    public func access(context name: String? = nil) throws(InputError) -> ClusterAccess {
        let only = contexts.count == 1 ? contexts.keys.first : nil
        let named = name ?? (currentContext.isEmpty ? only ?? "" : currentContext)
        let place = SourceLocation(file: origin, line: 0, column: 0)
        guard !named.isEmpty else {
            throw InputError(.missing, at: place, "no current-context, expected one of \(Self.list(contextNames))")
        }
        guard let context = try contexts[named]?.get() else {
            let message = "no context \"\(named)\", expected one of \(Self.list(contextNames))"
            throw InputError(.missing, at: place, message)
        }
        guard let cluster = try clusters[context.cluster]?.get() else {
            let known = Self.list(clusters.keys.sorted())
            let message = "context \"\(named)\" names cluster \"\(context.cluster)\", expected one of \(known)"
            throw InputError(.missing, at: context.location, message)
        }
        // A context without a user sends no credentials.
        guard let login = context.user.isEmpty ? Credentials() : try users[context.user]?.get() else {
            let known = Self.list(users.keys.sorted())
            let message = "context \"\(named)\" names user \"\(context.user)\", expected one of \(known)"
            throw InputError(.missing, at: context.location, message)
        }
        return ClusterAccess(
            server: cluster.server,
            origin: "\(origin), context \(named)",
            authorities: cluster.authorities,
            serverName: cluster.serverName,
            verifiesServer: cluster.verifiesServer,
            login: login
        )
    }

    private static func list(_ names: [String]) -> String { names.isEmpty ? "none" : names.joined(separator: ", ") }

    static var limits: ReadingLimits {
        var limits = ReadingLimits()
        limits.fileBytes = 16 * 1024 * 1024
        limits.nodes = 1_000_000
        return limits
    }
}

internal import AssignmentComparison
internal import GRPCTransport
internal import MeshModel
internal import MeshSources

/// The source of one side of a comparison.
enum DiffSource {
    /// A mesh directory, which can be queried.
    case mesh(MeshAnswers)
    /// A dump, with fixed contents.
    case dump(Dump)
    /// An xDS server, which can be queried.
    case server(ServerAddress)

    /// An address to connect to.
    struct ServerAddress {
        let host: String
        let port: Int
        /// The TLS configuration, or `nil` for plain text.
        var tls: TLSClientContext?
    }

    /// The human-readable name.
    var title: String {
        switch self {
        case .mesh: SourceKind.mesh.title
        case .dump(let dump): dump.kind.title
        case .server: SourceKind.xds.title
        }
    }

    /// Detects the kind of an argument and reads it.
    ///
    /// - Throws: ``CommandFailure``.
    static func open(
        _ argument: String,
        _ rules: RuleOptions,
        _ names: NameOptions,
        _ tls: ClientTLSOptions,
        within limit: Duration
    ) async throws -> DiffSource {
        if let rest = argument.removing(prefix: "xds://") {
            var server = try address(rest, argument)
            server.tls = try tls.context(for: server.host)
            return .server(server)
        }
        if let rest = argument.removing(prefix: "http://") {
            let parts = rest.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
            let fetch = AdminFetch(try address(String(parts[0]), argument), within: limit)
            let path = parts.count > 1 ? String(parts[1]) : ""
            return .dump(try await path.isEmpty ? fetch.dump() : fetch.dump(of: "/" + path))
        }
        guard !argument.contains("://") else {
            throw CommandFailure(.usage, "\(argument): expected a path, xds://host:port or http://host:port")
        }
        let path = argument.removing(prefix: "mesh:") ?? argument.removing(prefix: "file:") ?? argument
        if argument.hasPrefix("mesh:") || isMesh(path) {
            let directory = try rules.read(.directory(path))
            return .mesh(MeshAnswers(directory, try await names.infer(directory, rules)))
        }
        if !FileTree.exists(path), let server = try? address(path, argument), path != "-" {
            let place = "\(server.host):\(server.port)"
            throw CommandFailure(
                .usage,
                "\(argument): no such file, expected http://\(place) for an Envoy's admin port, or xds://\(place) for a server"
            )
        }
        if path == "-" { return .dump(try DumpFiles.file("/dev/stdin")) }
        return .dump(try FileTree.isFolder(path) ? DumpFiles.folder(path) : DumpFiles.file(path))
    }

    /// Reads the address of a server.
    static func address(_ text: String, _ argument: String) throws -> ServerAddress {
        guard let parsed = try? ListenAddress(text), case .hostname(let host, let port) = parsed.address, port > 0
        else {
            throw CommandFailure(.usage, "invalid address \"\(argument)\": expected for example xds://127.0.0.1:18000")
        }
        return ServerAddress(host: host, port: port)
    }

    private static func isMesh(_ path: String) -> Bool {
        FileTree.isFolder(path + "/clusters")
            || ["yaml", "yml", "json"].contains { FileTree.exists("\(path)/mesh-directory.\($0)") }
    }
}

extension String {
    /// Returns the text after a prefix, or `nil` without it.
    fileprivate func removing(prefix: String) -> String? {
        hasPrefix(prefix) ? String(dropFirst(prefix.count)) : nil
    }
}

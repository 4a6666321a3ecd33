internal import MeshModel
internal import MeshSources
internal import TextFormats

/// The server entry of a kubeconfig.
struct ClusterEntry: Sendable {
    var server: ServerAddress
    var authorities: PEMSource?
    var serverName: String?
    var verifiesServer: Bool
}

/// The reader of one kubeconfig file.
struct KubeconfigReader {
    /// The base of relative paths: the folder of the file, with a slash at its end.
    let folder: String
    /// A Boolean value that indicates whether files and programs are permitted.
    let mayUseHost: Bool

    /// Reads `clusters[].cluster`.
    func cluster(_ fields: ManifestMapping) throws(InputError) -> ClusterEntry {
        if let proxy = fields["proxy-url"], try !proxy.string("a URL").isEmpty {
            throw InputError(.value, at: proxy.location, "found proxy-url, which is not supported, expected none")
        }
        let url = try fields.required("server", "the server's URL")
        guard let server = ServerAddress(try url.string("the server's URL")) else {
            // The URL is not shown: it may contain a password.
            let message = "invalid server URL, expected one such as https://10.0.0.1:6443"
            throw InputError(.value, at: url.location, message)
        }
        let authorities = try material(fields, "certificate-authority", expecting: "CERTIFICATE")
        let name = try fields.string("tls-server-name")
        if !name.isEmpty, name.utf8.allSatisfy({ "0123456789.:[]".utf8.contains($0) }) {
            let place = fields["tls-server-name"]?.location ?? fields.value.location
            throw InputError(.value, at: place, "found the address \(name), expected a DNS name")
        }
        let skips = try fields["insecure-skip-tls-verify"]?.boolean() ?? false
        if skips, authorities != nil {
            let message = "found both insecure-skip-tls-verify and certificate-authority, expected one of them"
            throw InputError(.conflict, at: fields.value.location, message)
        }
        return ClusterEntry(
            server: server,
            authorities: authorities,
            serverName: name.isEmpty ? nil : name,
            verifiesServer: !skips
        )
    }

    /// Reads `users[].user`.
    func login(_ fields: ManifestMapping) throws(InputError) -> Credentials {
        if let provider = fields["auth-provider"], try !provider.mapping().entries.isEmpty {
            let message = "found auth-provider, which is no longer supported, expected exec or a token"
            throw InputError(.value, at: provider.location, message)
        }
        for name in ["as", "as-uid", "as-groups", "as-user-extra"] {
            guard let value = fields[name], try !isEmpty(value) else { continue }
            throw InputError(.value, at: value.location, "found \(name), expected none: impersonation is not supported")
        }
        var login = Credentials()
        let chain = try material(fields, "client-certificate", expecting: "CERTIFICATE")
        let key = try material(fields, "client-key", expecting: "PRIVATE KEY")
        switch (chain, key) {
        case (let chain?, let key?): login.certificate = Credentials.Certificate(chain: chain, key: key)
        case (nil, nil): break
        default:
            let message = "found one of client certificate and key, expected both or none"
            throw InputError(.missing, at: fields.value.location, message)
        }
        login.authorization = try authorization(fields)
        return login
    }

    /// Returns a Boolean value that indicates whether a value is the same as none for `kubectl`.
    private func isEmpty(_ value: ManifestValue) throws(InputError) -> Bool {
        if value.isNull { return true }
        if let text = try? value.string() { return text.isEmpty }
        if let items = try? value.list() { return items.isEmpty }
        return try value.mapping().entries.isEmpty
    }

    private func authorization(_ fields: ManifestMapping) throws(InputError) -> Credentials.Authorization {
        // The order of kubectl: program, file, token, password.
        if let exec = fields["exec"] {
            try refuseOnForeignHost(exec, "exec runs a program")
            return .plugin(try plugin(exec.mapping()))
        }
        if let file = fields["tokenFile"] {
            try refuseOnForeignHost(file, "tokenFile names a file")
            let path = try file.string("a path")
            if !path.isEmpty { return .tokenFile(resolved(path)) }
        }
        if let token = try hidden(fields, "token") { return .token(token) }
        let name = try fields.string("username")
        guard !name.isEmpty else { return .none }
        return .basic(name: name, password: try hidden(fields, "password") ?? RedactedText(""))
    }

    private func plugin(_ fields: ManifestMapping) throws(InputError) -> ExecPlugin {
        let expected = "one of \(ExecPlugin.apiVersions.joined(separator: ", "))"
        let version = try fields.required("apiVersion", expected)
        let apiVersion = try version.string(expected)
        guard ExecPlugin.apiVersions.contains(apiVersion) else {
            throw InputError(.value, at: version.location, "found \"\(apiVersion)\", expected \(expected)")
        }
        let command = try fields.required("command", "the program to run")
        let text = try command.string("the program to run")
        guard !text.isEmpty else { throw command.unexpected("the program to run") }
        if let mode = fields["interactiveMode"], try mode.string() == "Always" {
            let message = "found interactiveMode Always, expected Never or IfAvailable: the server has no terminal"
            throw InputError(.value, at: mode.location, message)
        }
        // A name without a slash is searched in PATH, another one is relative to the file's folder.
        var plugin = ExecPlugin(command: text.contains("/") ? resolved(text) : text, apiVersion: apiVersion)
        for argument in try fields.list("args") { plugin.arguments.append(try hidden(argument).revealed) }
        for variable in try fields.list("env") {
            let pair = try variable.mapping("an object with name and value")
            plugin.environment.append(
                ExecPlugin.Variable(
                    name: try pair.required("name", "the variable's name").string("the variable's name"),
                    value: try hidden(pair, "value") ?? RedactedText("")
                )
            )
        }
        plugin.wantsClusterInfo = try fields["provideClusterInfo"]?.boolean() ?? false
        plugin.installHint = try fields.string("installHint")
        return plugin
    }

    /// Reads the PEM data of `name-data`, or else the path of `name`.
    private func material(
        _ fields: ManifestMapping,
        _ name: String,
        expecting label: String
    ) throws(InputError) -> PEMSource? {
        if let data = fields["\(name)-data"], let text = try hidden(fields, "\(name)-data") {
            let digits = text.revealed.filter { !$0.isWhitespace }
            let expected = "expected PEM text with a \(label) in base64"
            guard let bytes = Base64.decode(digits) else {
                throw InputError(.value, at: data.location, "\(name)-data is not base64, \(expected)")
            }
            let pem = String(decoding: bytes, as: UTF8.self)
            guard pem.contains("-----BEGIN "), pem.contains("\(label)-----") else {
                throw InputError(.value, at: data.location, "\(name)-data contains no such PEM block, \(expected)")
            }
            return .text(RedactedText(pem))
        }
        guard let file = fields[name] else { return nil }
        try refuseOnForeignHost(file, "\(name) names a file")
        let path = try file.string("a path")
        return path.isEmpty ? nil : .file(resolved(path))
    }

    private func resolved(_ path: String) -> String { path.hasPrefix("/") ? path : folder + path }

    private func refuseOnForeignHost(_ value: ManifestValue, _ found: String) throws(InputError) {
        guard !mayUseHost else { return }
        let message = "\(found), which is not permitted in a Secret, expected the data itself or a token"
        throw InputError(.value, at: value.location, message)
    }

    /// Reads a text that is never shown, not even in errors; nil if absent or empty.
    private func hidden(_ fields: ManifestMapping, _ name: String) throws(InputError) -> RedactedText? {
        guard let value = fields[name] else { return nil }
        let text = try hidden(value)
        return text.revealed.isEmpty ? nil : text
    }

    private func hidden(_ value: ManifestValue) throws(InputError) -> RedactedText {
        do throws(InputError) {
            return RedactedText(try value.string())
        } catch {
            throw InputError(error.code, at: error.location, "found a value of another type, expected a text in quotes")
        }
    }
}

extension Kubeconfig {
    /// Adds the entries of a file, except those that an earlier file contains.
    mutating func read(_ file: SourceFile, mayUseHost: Bool) throws(InputError) {
        let folder = file.path.lastIndex(of: "/").map { String(file.path[...$0]) } ?? ""
        let reader = KubeconfigReader(folder: folder, mayUseHost: mayUseHost)
        let found = try Self.hidingValues { () throws(InputError) in try parse(file, reader) }
        // An empty file counts as one without entries.
        guard let found else { return }
        if currentContext.isEmpty { currentContext = found.currentContext }
        clusters.merge(found.clusters) { first, _ in first }
        users.merge(found.users) { first, _ in first }
        contexts.merge(found.contexts) { first, _ in first }
    }

    private func parse(_ file: SourceFile, _ reader: KubeconfigReader) throws(InputError) -> Kubeconfig? {
        try file.firstDocument(limits: Self.limits) { (value) throws(InputError) -> Kubeconfig in
            let top = try value.mapping("a kubeconfig")
            var found = Kubeconfig(empty: origin)
            found.currentContext = try top.string("current-context")
            try Self.named(top, "clusters", "cluster") { (name, fields) throws(InputError) in
                found.clusters[name] = Self.kept { () throws(InputError) in try reader.cluster(fields) }
            }
            try Self.named(top, "users", "user") { (name, fields) throws(InputError) in
                found.users[name] = Self.kept { () throws(InputError) in try reader.login(fields) }
            }
            try Self.named(top, "contexts", "context") { (name, fields) throws(InputError) in
                found.contexts[name] = Self.kept { () throws(InputError) in
                    let cluster = try fields.required("cluster", "the name of a cluster").string()
                    let user = try fields.string("user")
                    return Context(cluster: cluster, user: user, location: fields.value.location)
                }
            }
            return found
        }
    }

    /// Removes values from errors, because a misplaced value may be a credential; the position stays.
    private static func hidingValues<Value>(
        _ body: () throws(InputError) -> Value
    ) throws(InputError) -> Value {
        do throws(InputError) {
            return try body()
        } catch  where error.code == .type && error.message.hasPrefix("found the ") {
            let expected = error.message.split(separator: ", expected ").last.map { ", expected \($0)" } ?? ""
            throw InputError(.type, at: error.location, "found a value of another type\(expected)")
        }
    }

    /// Returns an entry, or its error, which counts only if the entry is used.
    private static func kept<Entry>(_ read: () throws(InputError) -> Entry) -> Result<Entry, InputError> {
        do throws(InputError) {
            return .success(try hidingValues(read))
        } catch {
            return .failure(error)
        }
    }

    private init(empty origin: String) { self.origin = origin }

    /// Visits a list of `{name: ..., <key>: {...}}`; the first of two entries with one name is used.
    private static func named(
        _ top: ManifestMapping,
        _ list: String,
        _ key: String,
        _ visit: (String, ManifestMapping) throws(InputError) -> Void
    ) throws(InputError) {
        var seen: Set<String> = []
        for item in try top.list(list) {
            let entry = try item.mapping("an object with name and \(key)")
            let name = try entry.required("name", "a name").string("a name")
            guard seen.insert(name).inserted else { continue }
            // kubectl writes `user: {}` for a user without credentials.
            guard let fields = try entry.mapping(key) else { continue }
            try visit(name, fields)
        }
    }
}

import MeshModel
import MeshSources
import Testing
import TextFormats

@testable import KubernetesAPI

@Suite("Kubeconfigs")
struct KubeconfigTests {
    static let pem = "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n"
    static let key = "-----BEGIN EC PRIVATE KEY-----\nMHcC\n-----END EC PRIVATE KEY-----\n"

    static func config(cluster: String = "server: https://10.0.0.1:6443", user: String = "token: abc") -> String {
        """
        apiVersion: v1
        kind: Config
        current-context: east
        contexts:
        - name: east
          context: {cluster: c, user: u}
        clusters:
        - name: c
          cluster:
            \(cluster)
        users:
        - name: u
          user:
            \(user)
        """
    }

    static func read(_ text: String) throws -> Kubeconfig {
        try Kubeconfig(secret: Array(text.utf8), origin: "config")
    }

    @Test("A kubeconfig with a token and a server is read")
    func token() throws {
        let access = try Self.read(Self.config()).access()
        #expect(access.server.description == "https://10.0.0.1:6443")
        #expect(access.origin == "config, context east")
        guard case .token(let token) = access.login.authorization else {
            Issue.record("no token")
            return
        }
        #expect(token.revealed == "abc")
        #expect("\(access)".contains("abc") == false)
        var dump = ""
        Swift.dump(access, to: &dump)
        #expect(dump.contains("abc") == false)
    }

    @Test("Certificates and keys in base64 are read, also if they have line breaks")
    func data() throws {
        let authority = Base64.encode(Array(Self.pem.utf8))
        let key = Base64.encode(Array(Self.key.utf8))
        let text = Self.config(
            cluster: "{server: 'https://a', certificate-authority-data: \(authority)}",
            user:
                "{client-certificate-data: \"\(authority.prefix(8)) \(authority.dropFirst(8))\", client-key-data: \(key)}"
        )
        let access = try Self.read(text).access()
        #expect(try access.authorities?.read() == Array(Self.pem.utf8))
        #expect(try access.login.certificate?.chain.read() == Array(Self.pem.utf8))
        #expect(try access.login.certificate?.key.read() == Array(Self.key.utf8))
    }

    static let bad: [(String, String, String)] = [
        (config(cluster: "server: 10.0.0.1"), "config:10:13", "invalid server URL"),
        (config(cluster: "server: https://me:pass@a"), "config:10:13", "invalid server URL"),
        (
            config(cluster: "{server: 'https://a', proxy-url: 'http://p'}"), "config:10:38",
            "proxy-url, which is not supported"
        ),
        (
            config(cluster: "{server: 'https://a', certificate-authority-data: '%%'}"), "config:10:55",
            "is not base64"
        ),
        (
            config(cluster: "{server: 'https://a', certificate-authority-data: aGVsbG8=}"), "config:10:55",
            "contains no such PEM block"
        ),
        (config(cluster: "{server: 'https://a', tls-server-name: 10.0.0.1}"), "config:10:44", "expected a DNS name"),
        (config(user: "token: 12345"), "config:14:12", "found a value of another type"),
        (config(user: "auth-provider: {name: gcp}"), "config:14:20", "auth-provider, which is no longer supported"),
        (config(user: "as: somebody"), "config:14:9", "impersonation is not supported"),
        (
            config(user: "client-certificate-data: \(Base64.encode(Array(pem.utf8)))"), "config:14:5",
            "found one of client certificate and key"
        ),
        (config(user: "tokenFile: /etc/passwd"), "config:14:16", "tokenFile names a file, which is not permitted"),
        (
            config(user: "exec: {apiVersion: client.authentication.k8s.io/v1, command: sh}"), "config:14:11",
            "exec runs a program, which is not permitted in a Secret"
        ),
        (
            config(cluster: "{server: 'https://a', certificate-authority: /etc/shadow}"), "config:10:50",
            "certificate-authority names a file, which is not permitted in a Secret"
        ),
        (config(user: "client-key: /root/key"), "config:14:17", "client-key names a file, which is not permitted"),
        ("current-context: x", "config", "no context \"x\", expected one of none"),
        ("[]", "config:1:1", "expected a kubeconfig"),
        ("eyJhbGci.secret", "config:1:1", "found a value of another type, expected a kubeconfig"),
        (
            "users: [{name: u, user: eyJhbGci.secret}]", "config:1:25",
            "found a value of another type, expected an object"
        ),
        (config(user: "username: 12345"), "config:14:15", "found a value of another type, expected a text"),
        ("{", "config:2:1", "expected"),
        ("", "config", "no current-context, expected one of none"),
        (
            "contexts: [{name: a, context: {cluster: c}}]", "config:1:31",
            "context \"a\" names cluster \"c\", expected one of none"
        ),
    ]

    @Test("Errors of entries that the chosen context does not use do not count, and empty texts are none")
    func otherEntries() throws {
        let text = """
            current-context: good
            clusters:
            - {name: good, cluster: {server: "https://a", proxy-url: "", tls-server-name: ""}}
            - {name: proxied, cluster: {server: "https://b", proxy-url: "socks5://c"}}
            - {name: nowhere, cluster: {}}
            users:
            - {name: good, user: {token: t, as: "", as-groups: [], auth-provider: {}}}
            - {name: old, user: {auth-provider: {name: gcp}}}
            contexts:
            - {name: good, context: {cluster: good, user: good}}
            - {name: other, context: {cluster: proxied, user: old}}
            - {name: broken, context: {user: good}}

            """
        let kubeconfig = try Self.read(text)
        #expect(try kubeconfig.access().server.description == "https://a:443")
        #expect(kubeconfig.contextNames == ["broken", "good", "other"])
        let messages = ["other": "proxy-url, which is not supported", "broken": "the name of a cluster"]
        for (name, message) in messages {
            let error = #expect(throws: InputError.self) { try kubeconfig.access(context: name) }
            #expect(error?.message.contains(message) == true)
        }
    }

    @Test("Errors in a kubeconfig are reported with their position and without credentials", arguments: bad)
    func errors(text: String, place: String, message: String) {
        let error = #expect(throws: InputError.self) { try Self.read(text).access() }
        let shown = error.map { "\($0)" } ?? ""
        #expect(shown.hasPrefix("\(place):") || shown.hasPrefix(place), "\(shown)")
        #expect(shown.contains(message), "\(shown)")
        for secret in ["12345", "pass@", "eyJ"] { #expect(!shown.contains(secret)) }
    }

    static let urls: [(String, String?)] = [
        ("https://a", "https://a:443"), ("http://a/", "http://a:80"),
        ("HTTPS://a:6443/k8s/c-1/", "https://a:6443/k8s/c-1"),
        ("https://[fd00::1]:6443", "https://[fd00::1]:6443"), ("https://[fd00::1]", "https://[fd00::1]:443"),
        ("https://a:0", nil), ("https://a:66000", nil), ("https://", nil), ("ftp://a", nil), ("a:6443", nil),
        ("https://u@a", nil), ("https://a?x", nil), ("https://a#x", nil), ("https://[a]:1", nil), ("https://a b", nil),
        ("https://a:b", nil), ("https://a::1", nil), ("https://[::1", nil),
    ]

    @Test("URLs of servers are parsed", arguments: urls)
    func url(text: String, expected: String?) { #expect(ServerAddress(text)?.description == expected) }

    @Test("Of several files the first one takes precedence, and paths are relative to their file")
    func files() async throws {
        try await TemporaryFolder.use { folder in
            try folder.write(Self.config(user: "tokenFile: token"), to: "a/config")
            try folder.write(
                """
                current-context: west
                contexts:
                - {name: west, context: {cluster: w, user: u}}
                - {name: east, context: {cluster: w}}
                clusters:
                - {name: w, cluster: {server: 'http://127.0.0.1:1', certificate-authority: ca.pem}}
                """,
                to: "b/config"
            )
            let paths = [folder.path("a/config"), folder.path("missing"), folder.path("b/config")]
            let config = try Kubeconfig(paths: paths)
            #expect(config.contextNames == ["east", "west"])
            #expect(config.currentContext == "east")
            let east = try config.access()
            #expect(east.server.host == "10.0.0.1")
            guard case .tokenFile(folder.path("a/token")) = east.login.authorization else {
                Issue.record("\(east.login.authorization)")
                return
            }
            let west = try config.access(context: "west")
            #expect(west.authorities == .file(folder.path("b/ca.pem")))
            #expect(throws: InputError.self) { try Kubeconfig(paths: [folder.path("missing")]) }
        }
    }

    @Test("A plugin with all possible fields is read")
    func plugin() async throws {
        try await TemporaryFolder.use { folder in
            try folder.write(
                Self.config(
                    user: """
                        exec:
                              apiVersion: client.authentication.k8s.io/v1beta1
                              command: ./login
                              args: [--cluster, east]
                              env: [{name: PROFILE, value: prod}]
                              provideClusterInfo: true
                              installHint: install login
                              interactiveMode: IfAvailable
                        """
                ),
                to: "config"
            )
            let access = try Kubeconfig(paths: [folder.path("config")]).access()
            guard case .plugin(let plugin) = access.login.authorization else {
                Issue.record("no plugin")
                return
            }
            #expect(plugin.command == folder.path("./login"))
            #expect(plugin.arguments == ["--cluster", "east"])
            #expect(plugin.environment == [ExecPlugin.Variable(name: "PROFILE", value: RedactedText("prod"))])
            #expect(plugin.wantsClusterInfo)
        }
    }

    @Test("The standard files are those of KUBECONFIG, or the one in the home folder")
    func standardPaths() {
        #expect(Kubeconfig.standardPaths(environment: ["KUBECONFIG": "/a::/b", "HOME": "/h"]) == ["/a", "/b"])
        #expect(Kubeconfig.standardPaths(environment: ["HOME": "/h"]) == ["/h/.kube/config"])
        #expect(Kubeconfig.standardPaths(environment: [:]) == [])
    }

    @Test("A pod finds the API server of its own cluster")
    func inCluster() async throws {
        try await TemporaryFolder.use { folder in
            let environment = ["KUBERNETES_SERVICE_HOST": "fd00::1", "KUBERNETES_SERVICE_PORT": "443"]
            #expect(throws: InputError.self) {
                try ClusterAccess.inCluster(environment: environment, folder: folder.path(""))
            }
            try folder.write("token", to: "token")
            try folder.write(Self.pem, to: "ca.crt")
            let access = try ClusterAccess.inCluster(environment: environment, folder: folder.path(""))
            #expect(access.server.description == "https://[fd00::1]:443")
            #expect(throws: InputError.self) { try ClusterAccess.inCluster(environment: [:], folder: folder.path("")) }
        }
    }
}

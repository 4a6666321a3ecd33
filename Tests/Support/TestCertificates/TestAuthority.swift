internal import EnvoyHarness
internal import Foundation

/// A folder of certificates made by the `openssl` command for one test.
public struct TestAuthority: Sendable {
    /// The purpose of a certificate.
    public enum Usage: String, Sendable {
        /// Servers.
        case server = "serverAuth"
        /// Clients.
        case client = "clientAuth"
    }

    /// The PEM files of a certificate and its key.
    public struct Files: Sendable {
        /// The certificate, PEM.
        public let certificate: String
        /// Its key, PEM.
        public let key: String
    }

    /// The folder.
    public let folder: String

    /// Runs a test with its own folder, and removes the folder.
    public static func use(_ body: (TestAuthority) async throws -> Void) async throws {
        let folder = "/tmp/grpc-tls-\(UInt64.random(in: 0 ... .max))"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: false)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try await body(TestAuthority(folder: folder))
    }

    /// Returns the path of a file in the folder.
    public func path(_ name: String) -> String { "\(folder)/\(name)" }

    /// Makes an authority, and returns the path of its certificate.
    public func authority(_ name: String = "ca") async throws -> String {
        try await openssl(
            "req",
            "-x509",
            "-newkey",
            "ec",
            "-pkeyopt",
            "ec_paramgen_curve:prime256v1",
            "-nodes",
            "-days",
            "2",
            "-keyout",
            path("\(name).key"),
            "-out",
            path("\(name).pem"),
            "-subj",
            "/CN=\(name)"
        )
        return path("\(name).pem")
    }

    /// Makes a certificate of an authority.
    ///
    /// - Parameters:
    /// - name: the name of the files and of the subject.
    /// - names: the alternative names, such as `URI:spiffe://a/b`.
    /// - days: the validity in days; negative for an expired certificate.
    public func issue(
        _ name: String,
        names: [String],
        for usage: Usage,
        by authority: String = "ca",
        days: Int = 2
    ) async throws -> Files {
        let request = path("\(name).csr")
        let extensions = path("\(name).ext")
        let list = names.isEmpty ? "" : "subjectAltName=\(names.joined(separator: ","))\n"
        try "\(list)extendedKeyUsage=\(usage.rawValue)\n".write(toFile: extensions, atomically: true, encoding: .utf8)
        let files = Files(certificate: path("\(name).pem"), key: path("\(name).key"))
        try await openssl(
            "req",
            "-newkey",
            "ec",
            "-pkeyopt",
            "ec_paramgen_curve:prime256v1",
            "-nodes",
            "-keyout",
            files.key,
            "-out",
            request,
            "-subj",
            "/CN=\(name)"
        )
        try await openssl(
            "x509",
            "-req",
            "-in",
            request,
            "-CA",
            path("\(authority).pem"),
            "-CAkey",
            path("\(authority).key"),
            "-set_serial",
            "\(UInt32.random(in: 1 ... .max))",
            "-days",
            "\(days)",
            "-extfile",
            extensions,
            "-out",
            files.certificate
        )
        return files
    }

    /// Makes a certificate for the server's address.
    public func server(_ name: String = "server") async throws -> Files {
        try await issue(name, names: ["IP:127.0.0.1", "DNS:\(name).test"], for: .server)
    }

    /// Replaces a server's files, like a renewal.
    public func replace(_ files: Files, with other: Files) throws {
        try replace(files.certificate, with: other.certificate)
        try replace(files.key, with: other.key)
    }

    /// Replaces a file by a copy of another one.
    public func replace(_ path: String, with other: String) throws {
        try Data(contentsOf: URL(fileURLWithPath: other)).write(to: URL(fileURLWithPath: path), options: .atomic)
    }

    /// Replaces a file by a text.
    public func write(_ text: String, to path: String) throws {
        try Data(text.utf8).write(to: URL(fileURLWithPath: path), options: .atomic)
    }

    /// Removes a file.
    public func remove(_ path: String) throws { try FileManager.default.removeItem(atPath: path) }

    /// Runs `openssl`.
    ///
    /// Foundation's Process is not used: it visits all open descriptors in a way that sometimes crashes in a test
    /// process with a thousand of them.
    public func openssl(_ arguments: String...) async throws {
        let process = try ChildProcess("openssl", arguments)
        let exit = await process.exit(within: .seconds(60))
        await process.stop()
        guard exit == .status(0) else { throw CommandError(arguments: arguments, exit: "\(exit as Any)") }
    }

    struct CommandError: Error {
        let arguments: [String]
        let exit: String
    }
}

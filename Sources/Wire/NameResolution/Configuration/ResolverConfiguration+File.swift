#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#elseif canImport(Darwin)
    internal import Darwin
#endif

extension ResolverConfiguration {
    private static let maximumFileSize = 64 * 1024

    /// Reads a resolv.conf file.
    ///
    /// - Parameters:
    ///   - path: the file.
    ///   - port: the port of every server, as the format has none.
    /// - Throws: ``ResolutionError`` (`configuration`) if it cannot be read, is larger than 64 KiB, or contains no
    ///   usable server.
    public static func load(path: String = "/etc/resolv.conf", port: Int = 53) throws(ResolutionError) -> Self {
        let configuration = Self(resolvConf: String(decoding: try content(of: path), as: UTF8.self), port: port)
        guard !configuration.servers.isEmpty else {
            throw ResolutionError(
                code: .configuration,
                message: "\(path): expected a `nameserver` line with an IP address"
            )
        }
        return configuration
    }

    private static func content(of path: String) throws(ResolutionError) -> [UInt8] {
        guard let file = fopen(path, "re") else {
            throw ResolutionError(
                code: .configuration,
                message: "cannot read \(path): \(String(cString: strerror(errno)))"
            )
        }
        defer { fclose(file) }
        let content = [UInt8](unsafeUninitializedCapacity: maximumFileSize + 1) { buffer, count in
            count = fread(buffer.baseAddress, 1, maximumFileSize + 1, file)
        }
        guard ferror(file) == 0, content.count <= maximumFileSize else {
            throw ResolutionError(
                code: .configuration,
                message: "\(path): expected a readable file of at most \(maximumFileSize) bytes"
            )
        }
        return content
    }
}

internal import NIOSSL

#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#elseif canImport(Darwin)
    internal import Darwin
#endif

/// A PEM file with certificates or a key, read completely.
struct PEMFile {
    /// The largest file accepted, in bytes; larger files do not contain certificates.
    private static let maximumBytes = 16 * 1024 * 1024

    let path: String
    private let bytes: [UInt8]

    /// Reads the file.
    init(reading path: String, expecting content: String) throws(TLSError) {
        self.path = path
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else {
            throw TLSError(.file, "\(path): cannot be opened: \(Self.reason()), expected \(content)")
        }
        defer { close(descriptor) }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = read(descriptor, &buffer, buffer.count)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else {
                throw TLSError(.file, "\(path): cannot be read: \(Self.reason()), expected \(content)")
            }
            guard count > 0 else { break }
            bytes.append(contentsOf: buffer[..<count])
            guard bytes.count <= Self.maximumBytes else {
                throw TLSError(.file, "\(path): larger than \(Self.maximumBytes) bytes, expected \(content)")
            }
        }
        self.bytes = bytes
    }

    /// Returns all certificates of the file, at least one.
    func certificates(expecting content: String) throws(TLSError) -> [NIOSSLCertificate] {
        // The library traps on an empty buffer, which has no address.
        let found = bytes.isEmpty ? nil : try? NIOSSLCertificate.fromPEMBytes(bytes)
        guard let found, !found.isEmpty else {
            throw TLSError(.certificate, "\(path): no certificate found, expected \(content)")
        }
        return found
    }

    /// Returns the private key of the file.
    func privateKey(expecting content: String) throws(TLSError) -> NIOSSLPrivateKey {
        // Without the callback the library would ask for a password on the terminal.
        let noPassword: NIOSSLPassphraseCallback<[UInt8]> = { $0([]) }
        guard !bytes.isEmpty,
            let key = try? NIOSSLPrivateKey(bytes: bytes, format: .pem, passphraseCallback: noPassword)
        else { throw TLSError(.key, "\(path): no private key without a password found, expected \(content)") }
        return key
    }

    private static func reason() -> String { String(cString: strerror(errno)) }
}

/// The size, time and inode of a file, which suffice to detect that it was replaced.
///
/// Symbolic links are followed, because Kubernetes replaces mounted Secrets by swapping one.
struct FileFingerprint: Equatable, Sendable {
    private struct Entry: Equatable {
        let size: Int64
        let seconds: Int
        let nanoseconds: Int
        let inode: UInt64
        let device: UInt64
    }

    private let entry: Entry?

    /// Reads the metadata of a file; a missing file has a fingerprint too.
    init(of path: String) {
        var status = stat()
        guard stat(path, &status) == 0 else {
            entry = nil
            return
        }
        #if canImport(Darwin)
            let time = status.st_mtimespec
        #else
            let time = status.st_mtim
        #endif
        entry = Entry(
            size: Int64(status.st_size),
            seconds: time.tv_sec,
            nanoseconds: time.tv_nsec,
            inode: UInt64(status.st_ino),
            device: UInt64(status.st_dev)
        )
    }

    /// A Boolean value that indicates whether the file existed.
    var exists: Bool { entry != nil }
}

#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#elseif canImport(Darwin)
    internal import Darwin
#endif

/// The names, sizes and times of the files below a folder: enough to see that something changed.
public struct DirectoryFingerprint: Equatable, Sendable {
    private struct Entry: Equatable {
        let path: String
        let size: Int64
        let seconds: Int
        let nanoseconds: Int
        let inode: UInt64
    }

    private let entries: [Entry]

    /// Looks at a folder, and at one file that may lie elsewhere; what cannot be read has no entries.
    public init(of directory: String?, file: String? = nil) {
        let paths = (directory.map(FileTree.paths) ?? []) + (file.map { [$0] } ?? [])
        entries = paths.compactMap { path in
            var status = stat()
            guard stat(path, &status) == 0 else { return nil }
            #if canImport(Darwin)
                let time = status.st_mtimespec
            #else
                let time = status.st_mtim
            #endif
            return Entry(
                path: path,
                size: Int64(status.st_size),
                seconds: time.tv_sec,
                nanoseconds: time.tv_nsec,
                inode: UInt64(status.st_ino)
            )
        }
    }
}

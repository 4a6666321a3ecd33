#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// The state of a file as far as it is visible without reading it.
struct FileStamp: Equatable, Sendable {
    private let size: Int64
    private let modified: Time
    private let changed: Time
    private let inode: UInt64

    private struct Time: Equatable {
        let seconds: Int
        let nanoseconds: Int

        init(_ time: timespec) { (seconds, nanoseconds) = (time.tv_sec, time.tv_nsec) }
    }

    /// The clocks of file systems are coarse: two changes within one tick have the same time.
    private static let tick = 2

    init(_ status: stat) {
        size = Int64(status.st_size)
        inode = UInt64(status.st_ino)
        #if canImport(Darwin)
            modified = Time(status.st_mtimespec)
            changed = Time(status.st_ctimespec)
        #else
            modified = Time(status.st_mtim)
            changed = Time(status.st_ctim)
        #endif
    }

    /// Returns a Boolean value that indicates whether every later change of the file is visible in the stamp.
    ///
    /// - Parameter now: the seconds since 1970, taken before the file was read.
    func isSettled(at now: Int) -> Bool { now - max(modified.seconds, changed.seconds) > Self.tick }

    /// Returns the seconds since 1970.
    static func now() -> Int {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return time.tv_sec
    }
}

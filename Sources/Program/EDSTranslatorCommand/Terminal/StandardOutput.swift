#if canImport(Glibc)
    @preconcurrency internal import Glibc
#elseif canImport(Musl)
    @preconcurrency internal import Musl
#elseif canImport(Darwin)
    @preconcurrency internal import Darwin
#endif

/// The output of results.
enum StandardOutput {
    /// Writes what is buffered.
    ///
    /// - Throws: ``CommandFailure`` if any part of the results could not be written, as on a full disk.
    static func finish() throws(CommandFailure) {
        let isFlushed = fflush(stdout) == 0
        let reason = isFlushed ? "" : ": \(String(cString: strerror(errno)))"
        guard !isFlushed || ferror(stdout) != 0 else { return }
        throw CommandFailure(.unreachable, "cannot write standard output\(reason): the results are incomplete")
    }
}

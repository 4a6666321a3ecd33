#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#elseif canImport(Darwin)
    internal import Darwin
#endif

/// Whether the program runs on a build server, where nothing is recorded: what is missing there was forgotten.
enum ContinuousIntegration {
    /// Whether `CI` is set to anything but nothing, `0` or `false`.
    static var isOn: Bool {
        guard let value = getenv("CI") else { return false }
        return !["", "0", "false"].contains(String(cString: value))
    }

    /// Refuses to go on there.
    static func refuse(_ verb: String) throws {
        guard isOn else { return }
        throw CommandFailure(.usage, "golden \(verb) writes golden files, which is not done where CI is set")
    }
}

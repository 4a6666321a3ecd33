#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#elseif canImport(Darwin)
    internal import Darwin
#endif

/// Detects build servers, where no golden files are recorded: a missing file there was forgotten.
enum ContinuousIntegration {
    /// A Boolean value that indicates whether `CI` is set to anything but an empty text, `0` or `false`.
    static var isOn: Bool {
        guard let value = getenv("CI") else { return false }
        return !["", "0", "false"].contains(String(cString: value))
    }

    /// Throws an error on a build server.
    static func refuse(_ verb: String) throws {
        guard isOn else { return }
        throw CommandFailure(.usage, "golden \(verb) does not write golden files while CI is set")
    }
}

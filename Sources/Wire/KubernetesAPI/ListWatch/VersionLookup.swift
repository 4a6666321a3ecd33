/// The way in which the version of a kind is found.
enum VersionLookup: Sendable {
    /// A fixed version; the kind always exists.
    case fixed(String)
    /// A discovered version, nil if there is none; the kind may be installed and removed.
    case discovered(@Sendable () async -> Result<FoundVersion?, KubernetesError>)

    /// A Boolean value that indicates whether the kind may not be installed.
    var isDiscovered: Bool {
        if case .discovered = self { true } else { false }
    }
}

/// A version of a kind that the server serves.
struct FoundVersion: Hashable, Sendable {
    let version: String
    /// A Boolean value that indicates whether it is only tried, because discovery is forbidden.
    let isGuess: Bool
}

/// A resource's name with the version of its content.
public struct NamedVersion: Hashable, Sendable {
    /// The resource name, also the `cluster_name` of the assignment (XP-D12).
    public let name: String
    /// The version of the content to be sent.
    public let version: ContentVersion

    /// Makes a pair of a name and a version.
    public init(name: String, version: ContentVersion) {
        self.name = name
        self.version = version
    }
}

/// One discovery response to be written, without its bytes.
///
/// No name occurs twice, neither within one list nor in two of them (XP-S4, XP-D12). The nonce is already recorded as
/// sent, so that no acknowledgement can arrive before its record, however fast it is.
///
/// In delta each resource is sent with its name and its version (XP-D12, XP-D13); aliases, `removed_resource_names` and
/// `resource_errors` are not used (XP-D19).
public struct Response: Hashable, Sendable {
    /// The reason that a response is sent.
    public enum Cause: Hashable, Sendable {
        /// A request or the operator caused it; it does not wait for acknowledgements (XP-B4).
        case request
        /// The content changed; the response is held back while another one is unacknowledged (XP-B2).
        case change
    }

    /// The reason that the response is sent.
    public let cause: Cause
    /// The nonce, unique on the stream (XP-V1).
    public let nonce: String
    /// The `version_info` in SotW (XP-V2) or `system_version_info` in delta (XP-D18): 16 hexadecimal digits.
    public let versionInfo: String
    /// The resources to send, sorted by name.
    public let resources: [NamedVersion]
    /// The names that do not exist and are sent as assignments without endpoints, sorted by name (XP-S2, XP-S16,
    /// XP-D8).
    public let emptyFor: [NamedVersion]
    /// The `removed_resources`, sorted; always empty in SotW, which has no such field.
    public let removed: [String]

    /// Makes a response; the lists must be sorted and have no name in common.
    public init(
        cause: Cause,
        nonce: String,
        versionInfo: String,
        resources: [NamedVersion] = [],
        emptyFor: [NamedVersion] = [],
        removed: [String] = []
    ) {
        self.cause = cause
        self.nonce = nonce
        self.versionInfo = versionInfo
        self.resources = resources
        self.emptyFor = emptyFor
        self.removed = removed
    }
}

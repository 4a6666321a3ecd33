public import TextFormats

/// All limits of what a client may send (XP-H18, XP-H22, XP-L1, XP-N5).
///
/// The defaults permit the largest requests of real clients: Envoy's 61 KB node, a state-of-the-world request with
/// 60,000 names. A message that exceeds a limit is rejected with ``MessageError/Code/limitExceeded`` before memory is
/// spent on it.
public struct MessageLimits: Hashable, Sendable {
    /// The size of a whole message, in bytes; 4 MiB is gRPC's default (XP-H18).
    public var messageBytes = 4 << 20

    /// The nesting depth of messages; libprotobuf-c recurses without limit (XP-L1).
    public var depth = 100

    /// The number of fields in a message, at every depth, known or not, without those inside of a node.
    public var fields = 262_144

    /// The number of further parts of nested messages, in total: libprotobuf-c merges them at a cost that grows with
    /// the square of their number, and real clients send none.
    public var mergedMessages = 64

    /// The number of resource names in a request, versions and unsubscriptions included.
    public var resourceNames = 100_000

    /// The size of one resource name, version, nonce or type URL, in bytes of UTF-8.
    public var nameBytes = 4_096

    /// The size of a packed node, in bytes; Envoy 1.40 sends 61 KB.
    public var nodeBytes = 1 << 20

    /// The number of fields in a node; Envoy 1.40 sends about 530 at the top level, each extension being one.
    public var nodeFields = 65_536

    /// The size of a node's id, cluster, region, zone and subzone, in bytes of UTF-8 each (XP-N5).
    public var identityBytes = 2_048

    /// The nesting depth of values in metadata, a plain value having depth 1 (XP-L1, XP-N5).
    public var metadataDepth = 32

    /// The number of values in a node's metadata, including lists and objects.
    public var metadataValues = 16_384

    /// The length of an error's text, in bytes of UTF-8; longer texts are truncated, not rejected.
    public var errorTextBytes = 4_096

    /// The limits of requests in JSON.
    public var json = JSONLimits()

    /// Makes the default limits of a server.
    public init() {}

    /// The limits for trusted bytes, such as an own assignment that is shown as JSON.
    ///
    /// Size and count are unlimited, depth is limited.
    public static var trusted: MessageLimits {
        var limits = MessageLimits()
        limits.messageBytes = .max
        limits.fields = .max
        return limits
    }
}

/// Every bound on what a client may send, in one place (XP-H18, XP-H22, XP-L1, XP-N5).
///
/// The defaults let the largest honest client through: Envoy's 61 KB node, a state-of-the-world request with 60,000 names. What
/// exceeds a limit is refused with ``MessageError/Code/limitExceeded`` before memory is spent on it.
public struct MessageLimits: Hashable, Sendable {
    /// The size of a whole message, in bytes; 4 MiB is what gRPC allows by default (XP-H18).
    public var messageBytes = 4 << 20

    /// How deep messages may nest; libprotobuf-c itself recurses without limit (XP-L1).
    public var depth = 100

    /// How many fields a message may have in all, at every depth, known or not, without those inside of a node.
    public var fields = 262_144

    /// How many further parts nested messages may come in, all together: libprotobuf-c merges them at a cost that grows with the
    /// square of their number, and nobody sends any.
    public var mergedMessages = 64

    /// How many resource names a request may list, versions and unsubscriptions included.
    public var resourceNames = 100_000

    /// The size of one resource name, version, nonce or type URL, in bytes of UTF-8.
    public var nameBytes = 4_096

    /// The size of a packed node, in bytes; Envoy 1.40 sends 61 KB.
    public var nodeBytes = 1 << 20

    /// How many fields a node may have in all; Envoy 1.40 sends about 530 at the top, each extension being one.
    public var nodeFields = 65_536

    /// The size of a node's id, cluster, region, zone and subzone, in bytes of UTF-8 each (XP-N5).
    public var identityBytes = 2_048

    /// How deep values may nest in metadata, a plain value being depth 1 (XP-L1, XP-N5).
    public var metadataDepth = 32

    /// How many values a node's metadata may hold in all, lists and objects counted too.
    public var metadataValues = 16_384

    /// How much of an error's text is kept, in bytes of UTF-8; the rest is cut off, not refused.
    public var errorTextBytes = 4_096

    /// How deep a JSON document may nest.
    public var jsonDepth = 100

    /// The size of a JSON document, in bytes.
    public var jsonBytes = 4 << 20

    /// How many values a JSON document may hold in all, objects and lists counted too.
    public var jsonValues = 262_144

    /// The limits that a server should begin with.
    public init() {}

    /// Limits for bytes of our own making, such as an assignment that is to be shown as JSON.
    ///
    /// Size and count are unlimited, depth is not.
    public static var trusted: MessageLimits {
        var limits = MessageLimits()
        limits.messageBytes = .max
        limits.fields = .max
        return limits
    }
}

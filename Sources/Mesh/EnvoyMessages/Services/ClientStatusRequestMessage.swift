/// A request to the client status discovery service: `envoy.service.status.v3.ClientStatusRequest` (XP-O3).
public struct ClientStatusRequestMessage: Hashable, Sendable {
    /// A condition on node ids: an `envoy.type.matcher.v3.StringMatcher` without regular expressions.
    public struct NodeIDMatcher: Hashable, Sendable {
        enum Kind: Hashable {
            case exact, prefix, suffix, contains
        }

        var kind: Kind?
        var text = ""
        var ignoresCase = false

        /// Returns true if a node id satisfies the condition.
        public func matches(_ id: String) -> Bool {
            let id = ignoresCase ? id.lowercased() : id
            let text = ignoresCase ? text.lowercased() : text
            return switch kind {
            case .exact: id == text
            case .prefix: id.hasPrefix(text)
            case .suffix: id.hasSuffix(text)
            case .contains: text.isEmpty || id.contains(text)
            case nil: true
            }
        }
    }

    /// The conditions; a client is selected if one of them matches, or if there are none.
    public private(set) var nodeIDs: [NodeIDMatcher] = []
    /// A Boolean value that indicates whether the resources are omitted.
    public private(set) var excludesContents = false

    /// Decodes a packed request.
    ///
    /// - Throws: ``MessageError`` if the bytes are not such a message or exceed a limit, and with code `unencodable` if
    ///   it matches metadata or regular expressions, which are not supported.
    public init(
        decoding bytes: UnsafeRawBufferPointer,
        limits: MessageLimits = MessageLimits()
    ) throws(MessageError) {
        var budget = limits.fields
        var reader = WireReader(bytes)
        while let field = try reader.next(budget: &budget) {
            switch (field.number, field.type) {
            case (1, .lengthDelimited):
                try admit(nodeIDs.count, limits)
                nodeIDs.append(try Self.nodeMatcher(bytes, field.payload, &budget, limits))
            case (3, .varint): excludesContents = field.value != 0
            default: continue
            }
        }
    }

    /// Returns true if a client with this node id is selected.
    public func matches(_ id: String) -> Bool { nodeIDs.isEmpty || nodeIDs.contains { $0.matches(id) } }

    private func admit(_ count: Int, _ limits: MessageLimits) throws(MessageError) {
        guard count < 100 else { throw MessageError(code: .limitExceeded, message: "expected at most 100 matchers") }
    }

    private static func nodeMatcher(
        _ bytes: UnsafeRawBufferPointer,
        _ range: Range<Int>,
        _ budget: inout Int,
        _ limits: MessageLimits
    ) throws(MessageError) -> NodeIDMatcher {
        var matcher = NodeIDMatcher()
        var reader = WireReader(bytes, in: range)
        while let field = try reader.next(budget: &budget) {
            guard field.type == .lengthDelimited else { continue }
            guard field.number == 1 else { throw unsupported("metadata") }
            matcher = try stringMatcher(bytes, field.payload, &budget, limits)
        }
        return matcher
    }

    private static func stringMatcher(
        _ bytes: UnsafeRawBufferPointer,
        _ range: Range<Int>,
        _ budget: inout Int,
        _ limits: MessageLimits
    ) throws(MessageError) -> NodeIDMatcher {
        let kinds: [Int: NodeIDMatcher.Kind] = [1: .exact, 2: .prefix, 3: .suffix, 7: .contains]
        var matcher = NodeIDMatcher()
        var reader = WireReader(bytes, in: range)
        while let field = try reader.next(budget: &budget) {
            if field.number == 6, field.type == .varint {
                matcher.ignoresCase = field.value != 0
            } else if let kind = kinds[field.number], field.type == .lengthDelimited {
                matcher.kind = kind
                matcher.text = try WireText.read(bytes, in: field.payload, limit: limits.identityBytes)
            } else {
                throw unsupported("regular expressions")
            }
        }
        return matcher
    }

    private static func unsupported(_ what: String) -> MessageError {
        MessageError(code: .unencodable, message: "unsupported matcher, expected node ids without \(what)")
    }
}

public import MeshModel

/// One rule of an authorization file: the node ids and namespaces of clients with a name in their certificate (XP-O8).
///
/// ```yaml
/// - identity: spiffe://cluster.local/ns/shop/sa/*
///   nodes: ["sidecar~*~*.shop~**"]
///   namespaces: [shop]
/// ```
public struct AuthorizationRule: Hashable, Sendable {
    /// The name in a certificate that a rule matches.
    public enum Identity: Hashable, Sendable {
        /// A URI, written with `://`.
        case uri(NamePattern)
        /// A DNS name, any other text.
        case dnsName(NamePattern)
    }

    /// The name of the clients.
    public var identity: Identity
    /// The allowed node ids, or `nil` for any.
    public var nodes: [NamePattern]?
    /// The allowed namespaces, or `nil` for any.
    public var namespaces: [String]?
    /// The place of the rule.
    public var location: SourceLocation

    init(_ value: ManifestValue) throws(InputError) {
        let fields = try value.mapping("a rule with an identity")
        try fields.allowOnly(["identity", "nodes", "namespaces"])
        let name = try fields.required("identity", "a pattern such as spiffe://cluster.local/ns/shop/sa/*")
        let text = try name.string("a pattern such as spiffe://cluster.local/ns/shop/sa/*")
        if text.contains("://") {
            identity = .uri(try Self.pattern(text, .slash, at: name))
        } else {
            identity = .dnsName(try Self.pattern(text.lowercased(), .dot, at: name))
        }
        if let list = fields["nodes"] {
            var patterns: [NamePattern] = []
            for item in try list.list("a list of patterns of node ids") {
                patterns.append(try Self.pattern(try item.string("a pattern of node ids"), .tilde, at: item))
            }
            nodes = patterns
        }
        namespaces = try fields["namespaces"]?.strings("a list of namespaces")
        location = value.location
    }

    /// Reads the rules of a file.
    ///
    /// - Throws: ``InputError`` with the place of the error; a file without a list is an error, an empty list is not:
    ///   it allows no
    ///   client anything.
    public static func rules(file path: String) throws(InputError) -> [AuthorizationRule] {
        var limits = ReadingLimits()
        limits.fileBytes = 64 << 20
        return try rules(of: FileTree.file(path, as: path, limits: limits), limits: limits)
    }

    /// Reads the rules of a loaded file.
    public static func rules(
        of file: SourceFile,
        limits: ReadingLimits = ReadingLimits()
    ) throws(InputError) -> [AuthorizationRule] {
        let rules = try file.firstDocument(limits: limits) { (value) throws(InputError) in
            var rules: [AuthorizationRule] = []
            for item in try value.list("a list of rules") { rules.append(try AuthorizationRule(item)) }
            return rules
        }
        guard let rules else {
            let location = SourceLocation(file: file.displayName, line: 0, column: 0)
            throw InputError(.missing, at: location, "the file is empty, expected a list of rules")
        }
        return rules
    }

    private static func pattern(
        _ text: String,
        _ separator: NamePattern.Separator,
        at value: ManifestValue
    ) throws(InputError) -> NamePattern {
        guard let pattern = NamePattern(text, separator: separator) else {
            throw InputError(
                .value,
                at: value.location,
                "\"\(text)\" is no pattern, expected a name in which * stands for text and ** for the rest at its end"
            )
        }
        return pattern
    }
}

public import MeshModel

/// The suppressions of a mesh directory's `lint.yaml`, each with a reason.
public struct LintSettings: Sendable {
    /// One entry of the list `suppress`.
    public struct Suppression: Sendable {
        /// The code of a rule.
        public var rule: String
        /// A pattern for `Kind namespace/name`; empty for every object.
        public var object: String
        /// A pattern for the file, relative to the directory; empty for every file.
        public var file: String
        /// The reason.
        public var reason: String
        /// The place of the entry.
        public var location: SourceLocation
    }

    /// The entries in order.
    public var suppressions: [Suppression] = []

    /// Makes settings without suppressions.
    public init() {}

    /// Reads the file of a directory, if there is one.
    ///
    /// - Throws: ``InputError`` with the place of the error.
    public init(directory path: String, limits: ReadingLimits = ReadingLimits()) throws(InputError) {
        for name in ["lint.yaml", "lint.yml", "lint.json"] where FileTree.stamp(of: "\(path)/\(name)") != nil {
            let file = try FileTree.file("\(path)/\(name)", as: name, limits: limits)
            suppressions = try LintSettings(file, limits: limits).suppressions
            return
        }
    }

    /// Reads a file.
    ///
    /// - Throws: ``InputError`` with the place of the error.
    public init(_ file: SourceFile, limits: ReadingLimits = ReadingLimits()) throws(InputError) {
        let found = try file.firstDocument(limits: limits) { (value) throws(InputError) in
            let fields = try value.mapping("an object with the list \"suppress\"")
            try fields.allowOnly(["suppress"])
            var suppressions: [Suppression] = []
            for item in try fields.list("suppress") { suppressions.append(try Self.suppression(item)) }
            return suppressions
        }
        suppressions = found ?? []
    }

    private static func suppression(_ value: ManifestValue) throws(InputError) -> Suppression {
        let fields = try value.mapping("a rule and a reason")
        try fields.allowOnly(["rule", "object", "file", "reason"])
        let reason = try fields.required("reason", "why the findings are accepted").string("a reason")
        guard reason.contains(where: { !$0.isWhitespace }) else {
            throw InputError(.value, at: value.location, "the reason is empty, expected why the findings are accepted")
        }
        return Suppression(
            rule: try fields.required("rule", "a rule such as SH001").string("a rule such as SH001"),
            object: try fields.string("object"),
            file: try fields.string("file"),
            reason: reason,
            location: value.location
        )
    }
}

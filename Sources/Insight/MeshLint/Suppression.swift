public import MeshModel

/// A suppression of all or some findings of a rule.
public struct Suppression: Hashable, Sendable {
    /// The rule's code.
    public let code: String
    /// Patterns of `Kind namespace/name`; empty for every object.
    public let objects: [GlobPattern]
    /// Patterns of the file's path, as the user names it or relative to the directory; empty for every file.
    public let files: [GlobPattern]
    /// A Boolean value that indicates whether a match of either the object or the file suffices.
    private let isEither: Bool
    /// The reason; empty on the command line.
    public let reason: String
    /// The place in `lint.yaml`, or `nil` on the command line.
    public let location: SourceLocation?

    /// Makes a suppression from `lint.yaml`: everything that is given must match.
    public init(code: String, object: String, file: String, reason: String, location: SourceLocation) {
        self.code = code
        objects = object.isEmpty ? [] : [GlobPattern(object)]
        files = file.isEmpty ? [] : [GlobPattern(file)]
        isEither = false
        self.reason = reason
        self.location = location
    }

    /// Parses `CODE` or `CODE=PATTERN`; the pattern matches objects and files.
    public init(parsing text: String) {
        let sides = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        code = sides.first ?? ""
        let patterns = sides.dropFirst().map { GlobPattern($0) }
        objects = patterns
        files = patterns
        isEither = true
        reason = ""
        location = nil
    }

    /// Returns a Boolean value that indicates whether the suppression matches a finding.
    ///
    /// - Parameters:
    ///   - finding: the finding.
    ///   - pathPrefix: the prefix of paths relative to the directory.
    func accepts(_ finding: Finding, pathPrefix: String) -> Bool {
        guard finding.code == code else { return false }
        let file = finding.location.file
        let below = file.hasPrefix(pathPrefix) ? String(file.dropFirst(pathPrefix.count)) : file
        let fitsObject = objects.contains { $0.matches(finding.objectName) }
        let fitsFile = files.contains { $0.matches(file) || $0.matches(below) }
        if isEither { return objects.isEmpty || fitsObject || fitsFile }
        return (objects.isEmpty || fitsObject) && (files.isEmpty || fitsFile)
    }
}

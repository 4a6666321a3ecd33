public import MeshModel

/// Findings that are accepted: those of a rule, or some of them.
public struct Suppression: Hashable, Sendable {
    /// The rule's code.
    public let code: String
    /// Patterns of `Kind namespace/name`; none for every object.
    public let objects: [GlobPattern]
    /// Patterns of the file, as the user names it or below the directory; none for every file.
    public let files: [GlobPattern]
    /// Whether an object's or a file's pattern is enough.
    private let isEither: Bool
    /// Why; empty on the command line.
    public let reason: String
    /// Where it is written; nil on the command line.
    public let location: SourceLocation?

    /// Makes the suppression of a file: all that is given must fit.
    public init(code: String, object: String, file: String, reason: String, location: SourceLocation) {
        self.code = code
        objects = object.isEmpty ? [] : [GlobPattern(object)]
        files = file.isEmpty ? [] : [GlobPattern(file)]
        isEither = false
        self.reason = reason
        self.location = location
    }

    /// Reads `CODE` or `CODE=PATTERN`, the pattern one of an object or of a file.
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

    /// Whether a finding is accepted.
    ///
    /// - Parameters:
    ///   - finding: the finding.
    ///   - pathPrefix: what stands before paths below the directory.
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

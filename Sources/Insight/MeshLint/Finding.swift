public import MeshModel

/// One finding of a rule: its message, its object and related places.
public struct Finding: Hashable, Sendable {
    /// A related place.
    public struct Place: Hashable, Sendable {
        /// The description of the place.
        public let text: String
        /// The file, line and column.
        public let location: SourceLocation

        /// Makes a place.
        public init(_ text: String, _ location: SourceLocation) {
            self.text = text
            self.location = location
        }

        /// Makes a place of an object.
        public init(_ object: ObjectReference) { self.init(object.shortName, object.location) }
    }

    /// The rule's code.
    public let code: String
    /// The severity under the rule set in force.
    public let severity: Severity
    /// The message: one line with names and numbers.
    public let message: String
    /// The object to change, or `nil` for a finding about a whole file.
    public let object: ObjectReference?
    /// The file, line and column of the finding.
    public let location: SourceLocation
    /// Related places.
    public let places: [Place]
    /// The key that distinguishes the finding from others of the rule about the same object; it does not depend on
    /// numbers in the message.
    public let key: String

    /// Makes a finding.
    public init(
        code: String,
        severity: Severity,
        message: String,
        object: ObjectReference?,
        location: SourceLocation,
        places: [Place] = [],
        key: String = ""
    ) {
        self.code = code
        self.severity = severity
        self.message = message
        self.object = object
        self.location = location
        self.places = places
        self.key = key
    }

    /// `Kind namespace/name`, the text that suppressions match; empty without an object.
    public var objectName: String { object?.shortName ?? "" }
}

extension Finding: Comparable {
    /// Orders by place, then by code and text.
    public static func < (left: Finding, right: Finding) -> Bool {
        let (first, second) = (left.location, right.location)
        if first.file != second.file { return first.file < second.file }
        if (first.line, first.column) != (second.line, second.column) {
            return (first.line, first.column) < (second.line, second.column)
        }
        return (left.code, left.message, left.objectName, left.key)
            < (right.code, right.message, right.objectName, right.key)
    }
}

extension ObjectReference {
    /// `Kind namespace/name`, or `Kind name` for objects without a namespace.
    var shortName: String { namespace.isEmpty ? "\(kind) \(name)" : "\(kind) \(namespace)/\(name)" }

    /// The short name with the cluster, for objects that may exist in several clusters.
    var nameInCluster: String { cluster.isEmpty ? shortName : "\(shortName) of cluster \(cluster)" }
}

public import MeshModel

/// One thing that a rule found: what, where, and what else is concerned.
public struct Finding: Hashable, Sendable {
    /// Another place that has to do with it.
    public struct Place: Hashable, Sendable {
        /// What stands there.
        public let text: String
        /// Where.
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
    /// How much it matters under the rule set in force.
    public let severity: Severity
    /// What was found, in one line, with names and numbers.
    public let message: String
    /// The object that has to change; nil for a file as such.
    public let object: ObjectReference?
    /// Where.
    public let location: SourceLocation
    /// Further places.
    public let places: [Place]
    /// What tells it from other findings of the rule about the object, whatever the numbers in the message.
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

    /// `Kind namespace/name`, by which findings are suppressed; empty without an object.
    public var objectName: String { object?.shortName ?? "" }
}

extension Finding: Comparable {
    /// Orders by place, then code and text.
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
    /// `Kind namespace/name`, or `Kind name` for what has no namespace.
    var shortName: String { namespace.isEmpty ? "\(kind) \(name)" : "\(kind) \(namespace)/\(name)" }

    /// The same with the cluster, for objects that several clusters may have.
    var nameInCluster: String { cluster.isEmpty ? shortName : "\(shortName) of cluster \(cluster)" }
}

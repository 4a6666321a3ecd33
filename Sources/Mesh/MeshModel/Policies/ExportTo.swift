/// The namespaces to which a service or rule is visible (EG-S2, NI-76).
public enum ExportTo: Hashable, Sendable {
    /// Everyone.
    case everyone
    /// Nobody.
    case nobody
    /// The named namespaces.
    case namespaces(Set<String>)

    /// Reads a list: `*` all, `~` none, `.` the own namespace, else namespaces; an empty list means everyone.
    public init(_ list: [String], ownNamespace: String) {
        if list.isEmpty || list.contains("*") {
            self = .everyone
        } else if list.contains("~") {
            self = .nobody
        } else {
            self = .namespaces(Set(list.map { $0 == "." ? ownNamespace : $0 }))
        }
    }

    /// Whether the namespace may see it.
    public func includes(_ namespace: String) -> Bool {
        switch self {
        case .everyone: true
        case .nobody: false
        case .namespaces(let names): names.contains(namespace)
        }
    }
}

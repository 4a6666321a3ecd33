/// The namespaces in which a service or rule is visible (EG-S2, NI-76).
public enum ExportTo: Hashable, Sendable {
    /// All namespaces.
    case everyone
    /// No namespace.
    case noNamespace
    /// The named namespaces.
    case namespaces(Set<String>)

    /// Parses a list: `*` all, `~` none, `.` the own namespace, otherwise namespaces; an empty list means all.
    public init(_ list: [String], ownNamespace: String) {
        if list.isEmpty || list.contains("*") {
            self = .everyone
        } else if list.contains("~") {
            self = .noNamespace
        } else {
            self = .namespaces(Set(list.map { $0 == "." ? ownNamespace : $0 }))
        }
    }

    /// Returns a Boolean value that indicates whether the namespace is included.
    public func includes(_ namespace: String) -> Bool {
        switch self {
        case .everyone: true
        case .noNamespace: false
        case .namespaces(let names): names.contains(namespace)
        }
    }
}

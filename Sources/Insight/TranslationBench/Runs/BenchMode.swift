/// What is measured.
public enum BenchMode: String, CaseIterable, Sendable {
    /// All assignments of one proxy, nothing being known of the mesh but its snapshot.
    case cold
    /// All assignments of one proxy that nobody has asked for, after the endpoints were packed for another one.
    case prepared
    /// The same assignments for the same proxy once more.
    case warm
    /// One endpoint of a service changed: from the changed snapshot to the bytes for every client.
    case changed
    /// All assignments of many proxies: each client in 25 localities.
    case views
    /// From files to the first proxy's assignments, and the parts of that way.
    case read
    /// Memory that endpoints take.
    case memory

    /// Whether it is measured on each mesh, and not on one of its own.
    public var isOfMesh: Bool { self != .read && self != .memory }
}

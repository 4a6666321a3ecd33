/// A kind of measurement.
public enum BenchMode: String, CaseIterable, Sendable {
    /// All assignments of one proxy, with empty caches.
    case cold
    /// All assignments of one proxy that has requested nothing yet, after the endpoints were packed for another one.
    case prepared
    /// The same assignments for the same proxy once more.
    case warm
    /// One endpoint of a service changed: from the changed snapshot to the bytes for every client.
    case changed
    /// All assignments of many proxies: each client in 25 localities.
    case views
    /// The steps from files to the first proxy's assignments.
    case read
    /// The memory of endpoints.
    case memory

    /// A Boolean value that indicates whether it is measured on each mesh, and not on a generated one.
    public var isOfMesh: Bool { self != .read && self != .memory }
}

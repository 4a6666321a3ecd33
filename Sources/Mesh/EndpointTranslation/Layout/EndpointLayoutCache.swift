internal import MeshModel
internal import Synchronization

/// The layouts of services, each computed on first use; safe to use from any thread.
///
/// A layout is used while its service's endpoints do not change, also in later snapshots.
final class EndpointLayoutCache: Sendable {
    private struct Key: Hashable {
        let service: MeshSnapshot.ServiceKey
        let style: EndpointLayout.Style
    }

    private let layouts = Mutex<[Key: EndpointLayout]>([:])

    /// Returns the layout of a service with these endpoints.
    func layout(
        of service: MeshSnapshot.ServiceKey,
        _ shards: [EndpointShard],
        _ style: EndpointLayout.Style
    ) -> EndpointLayout {
        let key = Key(service: service, style: style)
        // Comparing identical arrays is cheap.
        let known = layouts.withLock { $0[key] }
        if let known, known.shards == shards { return known }
        // Outside of the lock: no thread waits for the work on another service.
        let made = EndpointLayout(shards, style: style, reusing: known)
        layouts.withLock { $0[key] = made }
        return made
    }

    /// Removes services that are no longer in a mesh.
    func keep(only mesh: MeshSnapshot) {
        layouts.withLock { layouts in
            for key in layouts.keys where mesh.shards[key.service] == nil { layouts[key] = nil }
        }
    }
}

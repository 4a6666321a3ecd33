internal import MeshModel
internal import Synchronization

/// The layouts of services, each made when it is first asked for; safe to use from any thread.
///
/// A layout is used for as long as its service's endpoints are the same, in whatever snapshot they stand.
final class LayoutTable: Sendable {
    private struct Key: Hashable {
        let service: MeshSnapshot.ServiceKey
        let style: EndpointLayout.Style
    }

    private let layouts = Mutex<[Key: EndpointLayout]>([:])

    /// The layout of a service with these endpoints.
    func layout(
        of service: MeshSnapshot.ServiceKey,
        _ shards: [EndpointShard],
        _ style: EndpointLayout.Style
    ) -> EndpointLayout {
        let key = Key(service: service, style: style)
        // Comparing costs next to nothing where the arrays are the very same.
        let known = layouts.withLock { $0[key] }
        if let known, known.shards == shards { return known }
        // Outside the lock: nobody waits for the work on another service.
        let made = EndpointLayout(shards, style: style, reusing: known)
        layouts.withLock { $0[key] = made }
        return made
    }

    /// Forgets services that are not in a mesh any more.
    func keep(only mesh: MeshSnapshot) {
        layouts.withLock { layouts in
            for key in layouts.keys where mesh.shards[key.service] == nil { layouts[key] = nil }
        }
    }
}

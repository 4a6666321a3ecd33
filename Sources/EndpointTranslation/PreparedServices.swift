internal import MeshModel
internal import Synchronization

/// What is worked out once for each service of a mesh, when it is first asked for; safe to use from any thread.
final class PreparedServices: Sendable {
    private struct Key: Hashable {
        let service: MeshSnapshot.ServiceKey
        let distinguishesNodes: Bool
    }

    private let mesh: MeshSnapshot
    private let kinds = Mutex<[Key: EndpointKinds]>([:])

    init(_ mesh: MeshSnapshot) { self.mesh = mesh }

    /// The kinds of a service's endpoints.
    func kinds(of service: MeshSnapshot.ServiceKey, distinguishesNodes: Bool) -> EndpointKinds {
        let key = Key(service: service, distinguishesNodes: distinguishesNodes)
        if let known = kinds.withLock({ $0[key] }) { return known }
        // Outside the lock: nobody waits for the work on another service.
        let made = EndpointKinds(mesh.shards[service] ?? [], distinguishesNodes: distinguishesNodes)
        return kinds.withLock { kinds in
            if let other = kinds[key] { return other }
            kinds[key] = made
            return made
        }
    }
}
